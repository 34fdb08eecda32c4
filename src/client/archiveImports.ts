import {
  type ArchiveLine,
  type ArchiveQuestion,
  type ArchiveResponse,
  archiveQuestionUrl,
  type ImportResponse,
  parseArchiveLine,
} from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import type { Client } from './contract.ts';
import { readLines } from './readLines.ts';

/** Progress of reading a file. */
export type ArchiveProgress = Extract<ArchiveLine, { readonly state: 'read' }>;

export interface ArchiveOptions {
  readonly onProgress: (progress: ArchiveProgress) => void;
  readonly signal: AbortSignal;
}

type Aside = Pick<Client, 'openDedicatedWorker'>;

/**
 * Lists the content of a file: the images of an archive, or a single document. The file is passed by reference to a dedicated
 * worker, which browsers do not stop during long work.
 *
 * @throws AppError of the worker; internal if the answer is cut; the signal's reason
 */
export async function listArchive(client: Aside, file: Blob, options: ArchiveOptions): Promise<ArchiveResponse> {
  const line = await askOf(client, file, { isList: true }, options);
  if (line.state === 'listed') return line;
  throw cut();
}

/**
 * Imports images of a file into the content store. If it is cancelled or the page is closed, verified content stays stored;
 * importing the same file again resumes.
 *
 * @throws AppError as `listArchive`; resource_exhausted (quota), also if the browser blocks storage
 */
export async function importArchive(
  client: Aside & Pick<Client, 'present'>,
  file: Blob,
  question: Omit<ArchiveQuestion & { readonly isList: false }, 'isList'>,
  options: ArchiveOptions,
): Promise<ImportResponse> {
  const line = await askOf(client, file, { isList: false, ...question }, options);
  if (line.state !== 'imported') throw cut();
  const [first] = line.images;
  // If the browser blocks storage, the content was in the memory of the dedicated worker and is lost now.
  if (first !== undefined && (await client.present([first])).size === 0) throw storesNothing();
  return line;
}

/** Sends the request to a dedicated worker and returns the last line of its answer; the worker is then closed. */
async function askOf(
  { openDedicatedWorker }: Aside,
  file: Blob,
  question: ArchiveQuestion,
  { onProgress, signal }: ArchiveOptions,
): Promise<ArchiveLine> {
  const { response, close } = await openDedicatedWorker({
    url: archiveQuestionUrl(question),
    method: 'POST',
    file,
    signal,
  });
  try {
    for await (const text of readLines(response)) {
      const line = parseArchiveLine(text);
      if (line?.state === 'error') throw line.error;
      if (line?.state === 'read') onProgress(line);
      else if (line) return line;
    }
    throw cut();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error;
  } finally {
    close();
  }
}

function storesNothing(): AppError {
  return new AppError('resource_exhausted', 'the imported content is not stored', {
    reason: 'quota',
    detail: {
      title: 'Storage is blocked',
      next: 'Private windows often block storage. Import in a window that is not private.',
    },
  });
}

function cut(): AppError {
  return new AppError('internal', 'the worker ended before the file was read', { reason: 'internal' });
}

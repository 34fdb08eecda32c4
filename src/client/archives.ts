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
import { readLines } from './lines.ts';

/** How far a file is read. */
export type ArchiveProgress = Extract<ArchiveLine, { readonly state: 'read' }>;

export interface ArchiveOptions {
  readonly onProgress: (progress: ArchiveProgress) => void;
  readonly signal: AbortSignal;
}

type Aside = Pick<Client, 'openDedicatedWorker'>;

/**
 * What is in a file: images of an archive, or one document. It is read in a worker of this page alone, which no browser stops
 * for being long at work, and by reference.
 *
 * @throws AppError of the worker; internal where the answer is cut; the signal's reason
 */
export async function listArchive(client: Aside, file: Blob, options: ArchiveOptions): Promise<ArchiveResponse> {
  const line = await askOf(client, file, { isList: true }, options);
  if (line.state === 'listed') return line;
  throw cut();
}

/**
 * Imports images of a file into the content store. One that is stopped, or whose page goes, leaves what is proven, and is gone on
 * with by importing the same again.
 *
 * @throws AppError as `listArchive`; resource_exhausted (quota), also where this browser keeps nothing
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
  // What another worker holds in its memory, where a browser lets nothing be stored, went with it.
  if (first !== undefined && (await client.present([first])).size === 0) throw storesNothing();
  return line;
}

/** The last line. The worker ends with it. */
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
  return new AppError('resource_exhausted', 'what was imported is not there', {
    reason: 'quota',
    detail: {
      title: 'This browser keeps nothing here',
      next: 'It lets this page store nothing, as some private windows do. Import in a window that is not private.',
    },
  });
}

function cut(): AppError {
  return new AppError('internal', 'the worker ended before the file was read', { reason: 'internal' });
}

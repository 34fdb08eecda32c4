import { type ArchiveQuestion, type ArchiveResponse, archiveQuestionUrl, type ImportResponse } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import type { ImportProgress } from '../oci/index.ts';
import type { Client } from './contract.ts';
import { readJob } from './readLines.ts';

export interface ArchiveOptions {
  readonly onProgress: (progress: ImportProgress) => void;
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
  return askOf(client, file, { isList: true }, options);
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
  const result = await askOf<ImportResponse>(client, file, { isList: false, ...question }, options);
  const [first] = result.images;
  // If the browser blocks storage, the content was in the memory of the dedicated worker and is lost now.
  if (first !== undefined && (await client.present([first])).size === 0) throw storesNothing();
  return result;
}

/** Sends the request to a dedicated worker and returns its result; the worker is then closed. */
async function askOf<Result>(
  { openDedicatedWorker }: Aside,
  file: Blob,
  question: ArchiveQuestion,
  { onProgress, signal }: ArchiveOptions,
): Promise<Result> {
  const url = archiveQuestionUrl(question);
  const { response, close } = await openDedicatedWorker({ url, method: 'POST', file, signal });
  try {
    return await readJob<never, Result, ImportProgress>(response, { onProgress });
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

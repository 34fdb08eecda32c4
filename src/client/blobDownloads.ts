import { downloadUrl, type IngestResponse, ingestsUrl, parseIngests } from '../api/index.ts';
import type { Progress, Repository } from '../oci/index.ts';
import type { Client } from './contract.ts';
import { readJob } from './readLines.ts';
import { type RetryOptions, retryUntilComplete } from './untilDone.ts';

export interface BlobDownloadOptions extends RetryOptions {
  /** bytes, as the descriptor states them */
  readonly size?: bigint | number | undefined;
  /** Reports bytes. */
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Resolves when the blob is stored and verified. Resumes a partial download, and resumes automatically if the browser stops the
 * worker, as long as there is progress.
 *
 * @throws AppError of the worker; internal if the worker is stopped repeatedly without progress; the signal's reason
 */
export async function downloadBlob(
  { ask }: Pick<Client, 'ask'>,
  where: Repository,
  digest: string,
  { size, onProgress, signal, pause }: BlobDownloadOptions,
): Promise<void> {
  const request = { url: downloadUrl(where, digest, size), method: 'POST', signal } as const;
  await retryUntilComplete(
    async (reached) =>
      readJob<never, null, Progress>(await ask(request), {
        onProgress: (progress) => {
          onProgress(progress);
          reached(progress.done);
        },
      }),
    { signal, pause },
  );
}

/** Lists partial downloads. */
export async function listIngests(
  { ask }: Pick<Client, 'ask'>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly IngestResponse[]> {
  return parseIngests(await (await ask({ url: ingestsUrl, signal: options.signal })).json());
}

/** Removes an ingest, even if it is being written. Returns the remaining ones. @throws AppError not_found */
export async function dropIngest({ ask }: Pick<Client, 'ask'>, ref: string): Promise<readonly IngestResponse[]> {
  return parseIngests(
    await (await ask({ url: ingestsUrl, method: 'POST', body: JSON.stringify({ drop: ref }) })).json(),
  );
}

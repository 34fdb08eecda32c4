import { type CheckResponse, downloadImageUrl, type EstimateResponse, type WholeOptions } from '../api/index.ts';
import type { Amount, MissingPart, Progress, Repository } from '../oci/index.ts';
import type { Client } from './contract.ts';
import { readJob } from './readLines.ts';
import { type RetryOptions, retryUntilComplete } from './untilDone.ts';

/** An image and its selected parts. Without a repository, the known ones are tried. */
export interface WholeTarget {
  readonly where: Repository | undefined;
  readonly digest: string;
  readonly options: WholeOptions;
}

export interface DownloadImageOptions extends RetryOptions {
  /** Reports items, including those that were stored before; without a total while manifests and configs are read. */
  readonly onProgress: (progress: Progress<Amount>) => void;
}

/** Estimates the download of an image, whose manifests are fetched for this. @throws AppError of the worker; the signal's reason */
export async function estimateDownload(
  { ask }: Pick<Client, 'ask'>,
  { where, digest, options }: WholeTarget,
  signal: AbortSignal,
): Promise<EstimateResponse> {
  return readJob(await ask({ url: downloadImageUrl(where, digest, options, 'measure'), method: 'POST', signal }));
}

/** Compares an image with what is stored; no registry is asked. @throws AppError of the worker; the signal's reason */
export async function checkWhole(
  { ask }: Pick<Client, 'ask'>,
  { where, digest, options }: WholeTarget,
  signal: AbortSignal,
): Promise<CheckResponse> {
  return readJob(await ask({ url: downloadImageUrl(where, digest, options, 'check'), method: 'POST', signal }));
}

/**
 * Downloads an image and returns the parts that failed. Resumes an earlier download, and resumes automatically if the browser stops
 * the worker, as long as there is progress.
 *
 * @throws AppError of the worker; internal if the worker is stopped repeatedly without progress; the signal's reason
 */
export async function downloadImage(
  { ask }: Pick<Client, 'ask'>,
  { where, digest, options }: WholeTarget,
  { onProgress, signal, pause }: DownloadImageOptions,
): Promise<readonly MissingPart[]> {
  const request = { url: downloadImageUrl(where, digest, options), method: 'POST', signal } as const;
  return retryUntilComplete(
    async (reached) => {
      const missing: MissingPart[] = [];
      await readJob<MissingPart, null, Progress<Amount>>(await ask(request), {
        onItem: (part) => missing.push(part),
        onProgress: (progress) => {
          onProgress(progress);
          if (progress.total) reached(progress.done.bytes);
        },
      });
      return missing;
    },
    { signal, pause },
  );
}

import {
  type CheckResponse,
  type DownloadProgressResponse,
  downloadImageUrl,
  type EstimateResponse,
  type MissingPartResponse,
  parseDownloadImageLine,
  type WholeOptions,
} from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import type { Repository } from '../oci/index.ts';
import type { Client } from './contract.ts';
import { type RetryOptions, readKnownLines, retryUntilComplete } from './untilDone.ts';

/** An image and its selected parts. Without a repository, the known ones are tried. */
export interface WholeTarget {
  readonly where: Repository | undefined;
  readonly digest: string;
  readonly options: WholeOptions;
}

export interface DownloadImageOptions extends RetryOptions {
  /** Number of manifests and configs read, while the total is not known yet. */
  readonly onRead?: ((count: number) => void) | undefined;
  readonly onProgress: (progress: DownloadProgressResponse) => void;
}

/** Estimates the download of an image, whose manifests are fetched for this. @throws AppError of the worker; the signal's reason */
export async function estimateDownload(
  { ask }: Pick<Client, 'ask'>,
  { where, digest, options }: WholeTarget,
  { onRead, signal }: { readonly onRead?: (count: number) => void; readonly signal: AbortSignal },
): Promise<EstimateResponse> {
  const answer = await ask({ url: downloadImageUrl(where, digest, options, 'measure'), method: 'POST', signal });
  for await (const line of readKnownLines(answer, parseDownloadImageLine)) {
    if ('measured' in line) return line.measured;
    if ('error' in line) throw line.error;
    if ('read' in line) onRead?.(line.read);
  }
  throw new AppError('internal', 'the answer ended before it was measured', { reason: 'internal' });
}

/** Compares an image with what is stored; no registry is asked. @throws AppError of the worker; the signal's reason */
export async function checkWhole(
  { ask }: Pick<Client, 'ask'>,
  { where, digest, options }: WholeTarget,
  signal: AbortSignal,
): Promise<CheckResponse> {
  const answer = await ask({ url: downloadImageUrl(where, digest, options, 'check'), method: 'POST', signal });
  for await (const line of readKnownLines(answer, parseDownloadImageLine)) {
    if ('checked' in line) return line.checked;
    if ('error' in line) throw line.error;
  }
  throw new AppError('internal', 'the answer ended before it was checked', { reason: 'internal' });
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
  { onRead, onProgress, signal, pause }: DownloadImageOptions,
): Promise<readonly MissingPartResponse[]> {
  const request = { url: downloadImageUrl(where, digest, options), method: 'POST', signal } as const;
  return retryUntilComplete(
    async (reached) => {
      const lacking: MissingPartResponse[] = [];
      for await (const line of readKnownLines(await ask(request), parseDownloadImageLine)) {
        if ('kept' in line) return lacking;
        if ('error' in line) throw line.error;
        if ('read' in line) onRead?.(line.read);
        if ('lacking' in line) lacking.push(line.lacking);
        if (!('progress' in line)) continue;
        onProgress(line.progress);
        reached(line.progress.bytes);
      }
      return undefined;
    },
    { signal, pause },
  );
}

import type { AppError, Reason } from '../../errors/index.ts';
import type { Progress } from '../../oci/index.ts';
import { describeError } from './errors.ts';

/** Text of the button and the progress of a blob's download. */
export const layerDownloadMessages = {
  download: (kind: string) => `Download ${kind === 'layer' ? 'layer' : 'blob'}`,
  cancel: 'Cancel',
  tryAgain: 'Try again',
  done: 'downloaded, digest matches',
  downloaded: (size: string) => `${size} downloaded`,
  progressBar: 'Download progress',
};

/** Returns the text for screen readers. It changes at each quarter only; a failure is announced by its alert. */
export function spokenLayerDownload(
  state: ({ readonly state: 'running' } & Progress) | { readonly state: 'cancelled' | 'done' | 'failed' } | undefined,
): string {
  if (state?.state === 'done') return 'Downloaded, digest matches';
  if (state?.state === 'cancelled') return 'Cancelled';
  if (state?.state !== 'running') return '';
  const { done, total } = state;
  const quarter = total ? Math.floor((done / total) * 4) * 25 : 0;
  return quarter === 0 ? 'Downloading' : `${quarter}% downloaded`;
}

/** Reasons after which the partial download may be gone. */
const discarded: ReadonlySet<Reason> = new Set(['quota', 'digest_mismatch', 'corrupt']);

/** Describes why a download failed, and what to do. */
export function describeDownloadFailure(
  error: AppError,
  host: string,
  origin: string,
): { readonly title: string; readonly next: string } {
  if (error.code === 'aborted') {
    return {
      title: 'Partial download was deleted',
      next: 'Try again to restart.',
    };
  }
  const { title, next, reason } = describeError({ error, host, origin });
  return discarded.has(reason) ? { title, next } : { title, next: `${next} Downloaded parts are kept.` };
}

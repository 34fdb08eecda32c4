import type { AppError, Reason } from '../../errors/index.ts';
import { describeError } from './errors.ts';

/** What is said aloud: of what goes on a quarter at a time, so that it does not talk all the time. A failure says itself. */
export function spokenState(
  state:
    | {
        readonly state: 'running';
        readonly offset: number;
        readonly total?: number | undefined;
        readonly bytesPerSecond?: number | undefined;
      }
    | { readonly state: 'stopped' | 'kept' | 'failed' }
    | undefined,
): string {
  if (state?.state === 'kept') return 'Here, digest matches';
  if (state?.state === 'stopped') return 'Stopped';
  if (state?.state !== 'running') return '';
  const { offset, total } = state;
  const quarter = total ? Math.floor((offset / total) * 4) * 25 : 0;
  return quarter === 0 ? 'Fetching' : `${quarter} % are here`;
}

/** Reasons that leave nothing of a partial download, or may. */
const discarded: ReadonlySet<Reason> = new Set(['quota', 'digest_mismatch', 'corrupt']);

/** Why a blob is not downloaded, and what to do. */
export function failedWords(
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

import type { Kept } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import { describeError } from '../errorWords.ts';
import { formatSize } from '../format.ts';
import type { KeepState } from './keeps.ts';

/** `45.2 MB of 95.1 MB · 12.3 MB/s`, as far as it is known. */
export function keptWords({ offset, total }: Kept, bytesPerSecond: number | undefined): string {
  const amount = total === undefined ? formatSize(offset) : `${formatSize(offset)} of ${formatSize(total)}`;
  return bytesPerSecond === undefined ? amount : `${amount} · ${formatSize(Math.round(bytesPerSecond))}/s`;
}

/** What is said aloud: of what goes on a quarter at a time, so that it does not talk all the time. A failure says itself. */
export function spokenState(state: KeepState | undefined): string {
  if (state?.state === 'kept') return 'Here, verified';
  if (state?.state === 'stopped') return 'Stopped';
  if (state?.state !== 'running') return '';
  const { offset, total } = state;
  const quarter = total ? Math.floor((offset / total) * 4) * 25 : 0;
  return quarter === 0 ? 'Fetching' : `${quarter} % are here`;
}

/** Why a blob is not kept, and what to do. What is here of it stays, but for what made room. */
export function failedWords(
  error: AppError,
  host: string,
  origin: string,
): { readonly title: string; readonly next: string } {
  if (error.code === 'aborted') {
    return {
      title: 'What was here of it was dropped',
      next: 'It was dropped while it was fetched. Try again to begin anew.',
    };
  }
  const { title, next, reason } = describeError({ error, host, origin });
  return reason === 'quota' ? { title, next } : { title, next: `${next} What is here of it stays.` };
}

import type { AppError } from '../../errors/index.ts';
import { describeError } from '../errorWords.ts';
import type { KeepState } from './keeps.ts';

/** What is said aloud: of what goes on a quarter at a time, so that it does not talk all the time. A failure says itself. */
export function spokenState(state: KeepState | undefined): string {
  if (state?.state === 'kept') return 'Here, digest matches';
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

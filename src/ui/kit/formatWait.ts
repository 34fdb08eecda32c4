import { formatCount } from './format.ts';

/** Formats a wait, rounded up: `20 seconds`, `15 minutes`, `3 hours`, `3 days`. */
export function formatWait(waitMs: number): string {
  const seconds = Math.ceil(waitMs / 1000);
  if (seconds < 120) return formatCount(seconds, 'second');
  if (seconds < 120 * 60) return formatCount(Math.ceil(seconds / 60), 'minute');
  const hours = Math.ceil(seconds / 3600);
  return hours < 48 ? formatCount(hours, 'hour') : formatCount(Math.ceil(hours / 24), 'day');
}

import { parseRfc3339, zeroTimeMs } from '../../oci/index.ts';

const units = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Formats bytes in SI units: `897 B`, `2.1 kB`, `51 kB`, `95.4 MB`. */
export function formatSize(bytes: bigint | number): string {
  let value = Number(bytes);
  if (value < 1000) return `${value} B`;
  for (const unit of units) {
    value /= 1000;
    const digits = value < 9.95 || (unit !== 'kB' && value < 99.95) ? 1 : 0;
    const text = value.toFixed(digits);
    if (Number(text) < 1000 || unit === 'PB') return `${text} ${unit}`;
  }
  return `${bytes} B`;
}

/** Returns `12,345`. The browser's formatter takes 12 ms to start, which would delay the first tree. */
export function groupDigits(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Returns the exact number of bytes: `95,359,767 bytes`. */
export function formatExactSize(bytes: bigint | number): string {
  return `${groupDigits(bytes)} ${Number(bytes) === 1 ? 'byte' : 'bytes'}`;
}

/** Shortens a digest in the middle, without the algorithm if it is sha256: `4de221eb…479`. */
export function shortDigest(digest: string): string {
  const colon = digest.indexOf(':');
  const algorithm = digest.slice(0, colon + 1);
  const encoded = digest.slice(colon + 1);
  const short = encoded.length > 12 ? `${encoded.slice(0, 8)}…${encoded.slice(-3)}` : encoded;
  return algorithm === 'sha256:' ? short : algorithm + short;
}

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** Returns `2 minutes ago`, `yesterday`, `in 3 days`, or `just now` under a minute. Times in milliseconds since 1970. */
export function formatRelative(atMs: number, nowMs: number): string {
  const seconds = (atMs - nowMs) / 1000;
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  if (!step) return 'just now';
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.round(seconds / step[1]), step[0]);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Returns `23 Nov 2026, 21:48 UTC`; undefined for text that is not RFC 3339 and for a number out of the range of dates. */
export function formatTime(time: string | number): string | undefined {
  const ms = typeof time === 'number' ? time : parseRfc3339(time);
  const date = new Date(ms ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return undefined;
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${year}, ${date.toISOString().slice(-13, -8)} UTC`;
}

/** Formats a time from a document as `formatTime` does; `not set` for Go's zero time; unchanged if it is invalid. */
export function formatStatedTime(time: string): string {
  if (parseRfc3339(time) === zeroTimeMs) return notSet;
  return formatTime(time) ?? time;
}

/** A time as text, and how long ago it was; `ms` is undefined for an invalid time, which is shown as stated. */
export interface ShownTime {
  readonly exact: string;
  readonly relative: string;
  readonly ms: number | undefined;
}

/** Returns a time, in milliseconds since 1970 or as a document states it, as text. */
export function showTime(time: string | number, nowMs: number): ShownTime {
  const exact = typeof time === 'number' ? formatTime(time) : formatStatedTime(time);
  const ms = typeof time === 'number' ? time : parseRfc3339(time);
  if (ms === undefined || exact === undefined || formatTime(ms) !== exact)
    return { exact: exact ?? String(time), relative: '', ms: undefined };
  // Reproducible builds set 1 January 1970; a relative time would mean nothing.
  return { exact, relative: ms === 0 ? '' : formatRelative(ms, nowMs), ms };
}

/** Text for the zero time that tools write if they have no time. */
export const notSet = 'not set';

/** Returns `1 layer` or `3 layers`. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${groupDigits(count)} ${count === 1 ? singular : plural}`;
}

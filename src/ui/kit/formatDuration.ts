import { formatCount } from './format.ts';

const second = 1_000_000_000n;
const smallUnits: readonly (readonly [unit: string, nanoseconds: bigint])[] = [
  ['ms', 1_000_000n],
  ['µs', 1000n],
  ['ns', 1n],
];

/** Formats nanoseconds as Go's `time.Duration.String` does, for a Dockerfile: `1m0s`, `1.5s`, `250ms`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds < 0n) return `-${formatDuration(-nanoseconds)}`;
  if (nanoseconds < second) {
    const [unit, length] = smallUnits.find(([, size]) => nanoseconds >= size) ?? ['s', second];
    return `${decimal(nanoseconds, length)}${unit}`;
  }
  const [minutes, rest] = [nanoseconds / (60n * second), nanoseconds % (60n * second)];
  const hours = minutes / 60n;
  const seconds = `${decimal(rest, second)}s`;
  if (hours > 0n) return `${hours}h${minutes % 60n}m${seconds}`;
  return minutes > 0n ? `${minutes}m${seconds}` : seconds;
}

function decimal(value: bigint, unit: bigint): string {
  const digits = String(unit).length - 1;
  const fraction =
    digits === 0
      ? ''
      : String(value % unit)
          .padStart(digits, '0')
          .replace(/0+$/, '');
  return `${value / unit}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Formats a wait, rounded up: `20 seconds`, `15 minutes`, `3 hours`, `3 days`. */
export function formatWait(waitMs: number): string {
  const seconds = Math.ceil(waitMs / 1000);
  if (seconds < 120) return formatCount(seconds, 'second');
  if (seconds < 120 * 60) return formatCount(Math.ceil(seconds / 60), 'minute');
  const hours = Math.ceil(seconds / 3600);
  return hours < 48 ? formatCount(hours, 'hour') : formatCount(Math.ceil(hours / 24), 'day');
}

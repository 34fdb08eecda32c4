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

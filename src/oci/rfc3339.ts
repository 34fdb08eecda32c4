const form = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Go's zero `time.Time`, `0001-01-01T00:00:00Z`, which Docker writes for a time that was never set. */
export const zeroTimeMs = -62_135_596_800_000;

/**
 * Parses an RFC 3339 date and time into milliseconds since 1970; undefined for anything else. Days must exist in their month. A
 * leap second (`23:59:60` UTC) is the first moment of the next day, as in POSIX.
 */
export function parseRfc3339(text: string): number | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return undefined;
  // Date.UTC maps years below 100 to the 20th century.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offsetMs = (offsetHour * 60 + offsetMinute) * minuteMs * (match[8] === '-' ? -1 : 1);
  const ms = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + millisecondsOf(match[7]) - offsetMs;
  const isLeapSecond = second === 60;
  return isLeapSecond && Math.floor(ms / 1000) % (dayMs / 1000) !== 0 ? undefined : ms;
}

function millisecondsOf(fraction = ''): number {
  return Number(fraction.slice(0, 3).padEnd(3, '0'));
}

import { formatRelative, formatTime } from './format.ts';
import { usePlatform } from './platform.ts';

/** A time, exact and relative; the text itself where it is no time. */
export function When({ time }: { readonly time: string | number }) {
  const { now } = usePlatform();
  const exact = formatTime(time);
  if (!exact) return <>{time}</>;
  const atMs = new Date(time).getTime();
  return (
    <time dateTime={new Date(time).toISOString()}>
      {exact} · {formatRelative(atMs, now())}
    </time>
  );
}

import { parseRfc3339 } from '../../oci/index.ts';
import { formatRelative, formatStatedTime, formatTime } from './format.ts';
import { usePlatform } from './usePlatform.ts';
import { visible } from './visible.ts';

/** Shows a time, exact and relative. An invalid time is shown as it is stated. */
export function When({ time }: { readonly time: string | number }) {
  const { now } = usePlatform();
  const exact = typeof time === 'number' ? formatTime(time) : formatStatedTime(time);
  const atMs = typeof time === 'number' ? time : parseRfc3339(time);
  if (atMs === undefined || formatTime(atMs) !== exact) return <>{visible(exact ?? String(time))}</>;
  // Reproducible builds set 1 January 1970; a relative time would mean nothing.
  const relative = atMs === 0 ? '' : ` · ${formatRelative(atMs, now())}`;
  return (
    <time dateTime={new Date(atMs).toISOString()}>
      {exact}
      {relative}
    </time>
  );
}

import { showTime } from './format.ts';
import { usePlatform } from './usePlatform.ts';
import { visible } from './visible.ts';

/** Shows a time, exact and relative. An invalid time is shown as it is stated. */
export function When({ time }: { readonly time: string | number }) {
  const { now } = usePlatform();
  const { exact, relative, ms } = showTime(time, now());
  if (ms === undefined) return <>{visible(exact)}</>;
  return (
    <time dateTime={new Date(ms).toISOString()}>
      {exact}
      {relative === '' ? '' : ` · ${relative}`}
    </time>
  );
}

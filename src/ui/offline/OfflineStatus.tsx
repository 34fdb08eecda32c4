import { formatCount } from '../kit/format.ts';
import parts from '../kit/parts.module.css';
import { runWords } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { useOfflineImages, useOfflineProgress, useOfflineSync } from './useOfflineSync.ts';

/**
 * What is being kept now, in the status line; that it is there lets what is not finished go on. The tree that is open says of its
 * documents that they are here when one has ended.
 */
export function OfflineStatus() {
  useOfflineSync();
  const unfinished = useOfflineImages().filter(({ state }) => state === 'unfinished');
  const going = unfinished.findLast(({ why }) => !why) ?? unfinished.at(-1);
  return going ? <Going entry={going} more={unfinished.length - 1} /> : null;
}

function Going({ entry, more }: { readonly entry: OfflineImage; readonly more: number }) {
  const run = useOfflineProgress(entry.digest);
  const stopped = !run && entry.why;
  const others = more > 0 ? `, and ${formatCount(more, 'more image')}` : '';
  return (
    <a href="#view=storage" className={stopped ? parts.warn : undefined}>
      {stopped ? 'Keeping offline stopped' : run ? `Keeping: ${runWords(run)}` : 'Waiting to keep'}
      {others}
    </a>
  );
}

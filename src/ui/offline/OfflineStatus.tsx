import parts from '../kit/parts.module.css';
import { offlineMessages } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { useOfflineImages, useOfflineProgress, useOfflineSync } from './useOfflineSync.ts';

/** Shows the current download in the status line. Mounting it starts the offline sync, so unfinished downloads resume. */
export function OfflineStatus() {
  useOfflineSync();
  const unfinished = useOfflineImages().filter(({ state }) => state === 'unfinished');
  const current = unfinished.findLast(({ why }) => !why) ?? unfinished.at(-1);
  return current ? <Current entry={current} more={unfinished.length - 1} /> : null;
}

function Current({ entry, more }: { readonly entry: OfflineImage; readonly more: number }) {
  const run = useOfflineProgress(entry.digest);
  const hasFailed = !run && entry.why !== undefined;
  return (
    <a href="#view=storage" className={hasFailed ? parts.warn : undefined}>
      {offlineMessages.status(run, hasFailed, more)}
    </a>
  );
}

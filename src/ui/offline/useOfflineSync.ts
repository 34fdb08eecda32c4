import { useSyncExternalStore } from 'react';
import type { ImageDownload } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { offlineImagesOf } from '../saved/offlineStore.ts';
import { savedListsOf } from '../saved/savedLists.ts';
import { type Environment, useEnvironment } from '../state/environment.ts';
import { storeChanged } from '../state/storeChanged.ts';
import { OfflineSync } from './offlineSync.ts';

const pauseMs = 500;

/** One instance per page, so that downloads outlive the components that show them. */
const syncs = new WeakMap<Environment['queries'], OfflineSync>();

/** Returns the page's offline sync. The first call starts it. */
export function useOfflineSync(): OfflineSync {
  return offlineSyncOf(useEnvironment());
}

/** Returns the offline list. Renders again when this tab or another changes it. */
export function useOfflineImages(): readonly OfflineImage[] {
  const saved = savedListsOf(useEnvironment());
  return useSyncExternalStore(saved.lists.subscribe, () => offlineImagesOf(saved));
}

/** Returns the progress of an image's download; undefined if none is running. */
export function useOfflineProgress(digest: string): ImageDownload | undefined {
  const { progress } = useOfflineSync();
  return useSyncExternalStore(progress.subscribe, () => progress.get().get(digest));
}

function offlineSyncOf(environment: Environment): OfflineSync {
  const { client, queries, window, now } = environment;
  const known = syncs.get(queries);
  if (known) return known;
  const sync = new OfflineSync({
    client,
    window,
    now,
    pause: () => new Promise<void>((resolve) => window.setTimeout(resolve, pauseMs)),
    saved: savedListsOf(environment),
    onEnded: () => void storeChanged(environment),
  });
  syncs.set(queries, sync);
  return sync;
}

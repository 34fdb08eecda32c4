import { useSyncExternalStore } from 'react';
import type { OfflineImage } from '../saved/offlineList.ts';
import { readOffline } from '../saved/offlineStore.ts';
import { savedListsOf } from '../saved/savedLists.ts';
import { onSavedChange } from '../saved/useSavedList.ts';
import { type Environment, useEnvironment } from '../state/environment.ts';
import { storeChanged } from '../state/storeChanged.ts';
import type { OfflineProgress } from './offlineProgress.ts';
import { OfflineSync } from './offlineSync.ts';

const pauseMs = 500;

/** One for each page, so that it outlives the parts of the page that show it. */
const runners = new WeakMap<Environment['queries'], OfflineSync>();

/** What keeps images offline; it begins when it is first asked for. */
export function useOfflineSync(): OfflineSync {
  return runnerOf(useEnvironment());
}

/** The list of what is kept, drawn anew when this tab or another changes it. */
export function useOfflineImages(): readonly OfflineImage[] {
  const saved = savedListsOf(useEnvironment());
  return useSyncExternalStore(
    (changed) => onSavedChange(saved, changed),
    () => readOffline(saved),
  );
}

/** How far each is that is being kept, drawn anew as it goes on. */
export function useOfflineProgress(digest: string): OfflineProgress | undefined {
  const runner = useOfflineSync();
  return useSyncExternalStore(
    (changed) => {
      runner.addEventListener('change', changed);
      return () => runner.removeEventListener('change', changed);
    },
    () => runner.runOf(digest),
  );
}

function runnerOf(environment: Environment): OfflineSync {
  const { client, queries, window, now } = environment;
  const known = runners.get(queries);
  if (known) return known;
  const runner = new OfflineSync({
    client,
    window,
    now,
    pause: () => new Promise<void>((resolve) => window.setTimeout(resolve, pauseMs)),
    saved: savedListsOf(environment),
    onEnded: () => void storeChanged(environment),
  });
  runners.set(queries, runner);
  return runner;
}

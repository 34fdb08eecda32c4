import { useEffect } from 'react';
import { useStore } from '../kit/createStore.ts';
import { type Environment, useEnvironment } from '../state/environment.ts';
import { storeChanged } from '../state/storeChanged.ts';
import { type LayerDownloadState, LayerDownloads } from './layerDownloads.ts';

const pauseMs = 500;

/** One for each client, so that it outlives the parts of the page that show it. */
const downloadsOf = new WeakMap<Environment['client'], LayerDownloads>();

/** What becomes of a blob that is kept, and how that is begun and stopped. */
export function useLayerDownload(digest: string): {
  readonly keeps: LayerDownloads;
  readonly state: LayerDownloadState | undefined;
} {
  const { client, queries, window, now } = useEnvironment();
  const pause = () => new Promise<void>((resolve) => window.setTimeout(resolve, pauseMs));
  const keeps = downloadsOf.get(client) ?? new LayerDownloads({ client, now, pause });
  downloadsOf.set(client, keeps);
  const state = useStore(keeps.states).get(digest);
  const ended = state?.state === 'running' ? undefined : state?.state;
  useEffect(() => {
    if (ended === undefined) return;
    void storeChanged({ queries, window });
  }, [queries, window, ended]);
  return { keeps, state };
}

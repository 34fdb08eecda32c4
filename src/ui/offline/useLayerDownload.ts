import { useEffect } from 'react';
import { useStore } from '../kit/createStore.ts';
import { type Environment, useEnvironment } from '../state/environment.ts';
import { storeChanged } from '../state/storeChanged.ts';
import { type LayerDownloadState, LayerDownloads } from './layerDownloads.ts';

const pauseMs = 500;

/** One instance per client, so that downloads outlive the components that show them. */
const downloadsOf = new WeakMap<Environment['client'], LayerDownloads>();

/** Returns the state of a blob's download, and the downloads to start or cancel it. */
export function useLayerDownload(digest: string): {
  readonly downloads: LayerDownloads;
  readonly state: LayerDownloadState | undefined;
} {
  const { client, queries, window, now } = useEnvironment();
  const pause = () => new Promise<void>((resolve) => window.setTimeout(resolve, pauseMs));
  const downloads = downloadsOf.get(client) ?? new LayerDownloads({ client, now, pause });
  downloadsOf.set(client, downloads);
  const state = useStore(downloads.states).get(digest);
  const ended = state?.state === 'running' ? undefined : state?.state;
  useEffect(() => {
    if (ended === undefined) return;
    void storeChanged({ queries, window });
  }, [queries, window, ended]);
  return { downloads, state };
}

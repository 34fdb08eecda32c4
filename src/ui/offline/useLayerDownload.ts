import { useEffect } from 'react';
import { useStore } from '../kit/createStore.ts';
import { type Environment, useEnvironment } from '../state/environment.ts';
import { storedEvent } from '../state/storedDigests.ts';
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
    for (const queryKey of [['kept', digest], ['ingests'], ['storage']]) void queries.invalidateQueries({ queryKey });
    window.dispatchEvent(new Event(storedEvent));
  }, [queries, window, digest, ended]);
  return { keeps, state };
}

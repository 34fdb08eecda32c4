import { useEffect } from 'react';
import { useStore } from '../createStore.ts';
import { type Environment, useEnvironment } from '../environment.ts';
import { storedEvent } from '../presence.ts';
import { type KeepState, Keeps } from './keeps.ts';

const pauseMs = 500;

/** One for each client, so that it outlives the parts of the page that show it. */
const keepsOf = new WeakMap<Environment['client'], Keeps>();

/** What becomes of a blob that is kept, and how that is begun and stopped. */
export function useKeep(digest: string): { readonly keeps: Keeps; readonly state: KeepState | undefined } {
  const { client, queries, window, now } = useEnvironment();
  const pause = () => new Promise<void>((resolve) => window.setTimeout(resolve, pauseMs));
  const keeps = keepsOf.get(client) ?? new Keeps({ client, now, pause });
  keepsOf.set(client, keeps);
  const state = useStore(keeps.states).get(digest);
  const ended = state?.state === 'running' ? undefined : state?.state;
  useEffect(() => {
    if (ended === undefined) return;
    for (const queryKey of [['kept', digest], ['ingests'], ['storage']]) void queries.invalidateQueries({ queryKey });
    window.dispatchEvent(new Event(storedEvent));
  }, [queries, window, digest, ended]);
  return { keeps, state };
}

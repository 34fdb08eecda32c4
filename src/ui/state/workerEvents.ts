import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { WorkerEvent } from '../../api/index.ts';
import { type Client, listenToWorkers } from '../../client/index.ts';
import { asAppError } from '../../errors/index.ts';
import { type Environment, useEnvironment } from './environment.ts';

/** Summary of the events that the workers of this browser sent since the page was opened. */
export interface WorkerEvents {
  /** True while an upgrade of the store waits for another tab. */
  readonly isBlocked: boolean;
  /** True if a newer version of the app upgraded the store. */
  readonly isOld: boolean;
  /** Digests of content that was corrupt and is repaired, and of content that still is corrupt. */
  readonly repaired: ReadonlySet<string>;
  readonly corrupt: ReadonlySet<string>;
  readonly evicted: { readonly digests: number; readonly bytes: number };
}

export const noEvents: WorkerEvents = {
  isBlocked: false,
  isOld: false,
  repaired: new Set(),
  corrupt: new Set(),
  evicted: { digests: 0, bytes: 0 },
};

/** Returns the summary with one more event. Does not set `isOld`, which only the worker of this page knows. */
export function withEvent(events: WorkerEvents, event: WorkerEvent): WorkerEvents {
  switch (event.type) {
    case 'store':
      return { ...events, isBlocked: event.state === 'blocked' };
    case 'corrupt':
      return { ...events, corrupt: new Set([...events.corrupt, event.digest]) };
    case 'healed': {
      const corrupt = new Set([...events.corrupt].filter((digest) => digest !== event.digest));
      return { ...events, corrupt, repaired: new Set([...events.repaired, event.digest]) };
    }
    case 'lists':
      return events;
    case 'evicted': {
      const { digests, bytes } = events.evicted;
      return { ...events, evicted: { digests: digests + event.digests, bytes: bytes + event.bytes } };
    }
  }
}

/** Returns the summary of events since the page was opened; renders again with each event. */
export function useWorkerEvents(): WorkerEvents {
  const { subscribe, current } = eventSourceOf(useEnvironment());
  return useSyncExternalStore(subscribe, current);
}

interface EventsSource {
  readonly subscribe: (changed: () => void) => () => void;
  readonly current: () => WorkerEvents;
}

const sources = new WeakMap<QueryClient, EventsSource>();

function eventSourceOf({ queries, client, window }: Environment): EventsSource {
  const known = sources.get(queries);
  if (known) return known;
  let events = noEvents;
  const listeners = new Set<() => void>();
  const update = (next: WorkerEvents) => {
    events = next;
    for (const changed of listeners) changed();
  };
  listenToWorkers(window, async (event) => {
    update(withEvent(events, event));
    // The event may come from another tab, whose worker may be an older version.
    if (event.type !== 'store' || !(event.state === 'yielded' || events.isOld)) return;
    const isOld = await isStoreNewer(client);
    update({ ...events, isOld });
  });
  const source: EventsSource = {
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    current: () => events,
  };
  sources.set(queries, source);
  return source;
}

/** Reports whether the store is too new for the worker of this page, which has to open it to answer. */
async function isStoreNewer(client: Client): Promise<boolean> {
  try {
    await client.present([]);
    return false;
  } catch (error) {
    return asAppError(error).detail?.found === 'newer_store';
  }
}

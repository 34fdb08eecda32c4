import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { WorkerEvent } from '../../api/index.ts';
import { type Client, listenToWorkers } from '../../client/index.ts';
import { asAppError } from '../../errors/index.ts';
import { type Environment, useEnvironment } from './environment.ts';

/** What the workers of this browser have told since the page was opened. */
export interface News {
  /** The store waits for another tab. */
  readonly isBlocked: boolean;
  /** The store is of a newer release than the worker of this page. */
  readonly isOld: boolean;
  /** Digests of documents that were damaged and are whole again, and of those that are damaged. */
  readonly healed: ReadonlySet<string>;
  readonly damaged: ReadonlySet<string>;
  readonly evicted: { readonly digests: number; readonly bytes: number };
}

export const noNews: News = {
  isBlocked: false,
  isOld: false,
  healed: new Set(),
  damaged: new Set(),
  evicted: { digests: 0, bytes: 0 },
};

/** The news with one event more, but for what the page has to ask its own worker. */
export function withEvent(news: News, event: WorkerEvent): News {
  switch (event.type) {
    case 'store':
      return { ...news, isBlocked: event.state === 'blocked' };
    case 'corrupt':
      return { ...news, damaged: new Set([...news.damaged, event.digest]) };
    case 'healed': {
      const damaged = new Set([...news.damaged].filter((digest) => digest !== event.digest));
      return { ...news, damaged, healed: new Set([...news.healed, event.digest]) };
    }
    case 'lists':
      return news;
    case 'evicted': {
      const { digests, bytes } = news.evicted;
      return { ...news, evicted: { digests: digests + event.digests, bytes: bytes + event.bytes } };
    }
  }
}

/** The news; drawn anew with each. They stay as long as the page does. */
export function useWorkerNews(): News {
  const { subscribe, current } = newsOf(useEnvironment());
  return useSyncExternalStore(subscribe, current);
}

interface NewsSource {
  readonly subscribe: (changed: () => void) => () => void;
  readonly current: () => News;
}

const sources = new WeakMap<QueryClient, NewsSource>();

function newsOf({ queries, client, window }: Environment): NewsSource {
  const known = sources.get(queries);
  if (known) return known;
  let news = noNews;
  const listeners = new Set<() => void>();
  const become = (next: News) => {
    news = next;
    for (const changed of listeners) changed();
  };
  listenToWorkers(window, async (event) => {
    become(withEvent(news, event));
    // Another tab's worker may be older than this one's.
    if (event.type !== 'store' || !(event.state === 'yielded' || news.isOld)) return;
    const isOld = await isStoreNewer(client);
    become({ ...news, isOld });
  });
  const source: NewsSource = {
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    current: () => news,
  };
  sources.set(queries, source);
  return source;
}

/** Asks the worker of this page, which has to open the store for it. */
async function isStoreNewer(client: Client): Promise<boolean> {
  try {
    await client.present([]);
    return false;
  } catch (error) {
    return asAppError(error).detail?.found === 'newer_store';
  }
}

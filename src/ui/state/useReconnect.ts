import type { Query, QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { isReached } from '../../client/index.ts';
import { type Environment, useEnvironment } from './environment.ts';
import { lostOf, originOf, unreachedHosts } from './lost.ts';

const firstDelayMs = 3000;
const maxDelayMs = 60_000;
const patienceMs = 10_000;

const watched = new WeakSet<QueryClient>();

/**
 * Asks again for what failed for want of a network, once that is back: when the browser says so, when the page is looked at
 * again, and while it is looked at after 3, 6, 12 … 60 seconds. A registry is tried with one small request first, so that
 * what is shown meanwhile stays as it is. What fails again though its registry answers is left to the person.
 */
export function useReconnect(): void {
  const environment = useEnvironment();
  useEffect(() => {
    // One for the life of the page, whatever part of it is looked at.
    if (watched.has(environment.queries)) return;
    watched.add(environment.queries);
    watch(environment);
  }, [environment]);
}

/** Hosts that are known not to answer now, in the order in which that was seen, as words; drawn anew when that changes. */
export function useUnreached(): string {
  const { queries } = useEnvironment();
  return useSyncExternalStore(
    (changed) => queries.getQueryCache().subscribe(changed),
    () => unreachedHosts(queries).join(', '),
  );
}

function watch({ client, queries, window }: Environment): void {
  const { document, navigator } = window;
  /** Until something is heard of the network, or a person asks. */
  let givenUp = new WeakSet<Query>();
  let timer = 0;
  let delayMs = firstDelayMs;
  let isTrying = false;

  const lost = () => lostOf(queries).filter((query) => !givenUp.has(query));
  const tryAgain = async () => {
    const failed = lost();
    const origins = [...new Set(failed.flatMap((query) => originOf(query) ?? []))];
    const reached = new Set<string | undefined>();
    const probe = async (origin: string) => {
      const isThere = await isReached(client, origin, AbortSignal.timeout(patienceMs)).catch(() => false);
      if (isThere) reached.add(origin);
    };
    await Promise.all(origins.map(probe));
    // One that nobody was asked for fails anew for want of anybody to ask.
    const isBack = (query: Query) => reached.has(originOf(query)) || originOf(query) === undefined;
    await Promise.all(failed.filter(isBack).map((query) => query.fetch().catch(() => givenUp.add(query))));
  };
  const now = async () => {
    if (isTrying || navigator.onLine === false) return;
    isTrying = true;
    window.clearTimeout(timer);
    await tryAgain().finally(() => {
      isTrying = false;
      wait();
    });
  };
  /** Nothing is asked for a page that nobody looks at, or where nothing is lost. */
  const wait = () => {
    window.clearTimeout(timer);
    timer = 0;
    if (lost().length === 0) delayMs = firstDelayMs;
    else if (document.visibilityState === 'visible') {
      timer = window.setTimeout(now, delayMs);
      delayMs = Math.min(2 * delayMs, maxDelayMs);
    }
  };
  const again = () => {
    delayMs = firstDelayMs;
    givenUp = new WeakSet();
    if (document.visibilityState === 'visible') void now();
  };
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return;
    // Asked for by hand, it is a failure of its own.
    if (event.action.type === 'fetch' && !isTrying) givenUp.delete(event.query);
    if (event.action.type === 'error' && timer === 0 && !isTrying) wait();
  });
  window.addEventListener('online', again);
  window.addEventListener('focus', again);
  document.addEventListener('visibilitychange', again);
  wait();
}

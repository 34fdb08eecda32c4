import type { Query, QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { isReached } from '../../client/index.ts';
import { type Environment, useEnvironment } from './environment.ts';
import { lostOf, originOf, unreachedHosts } from './lost.ts';

const firstDelayMs = 3000;
const maxDelayMs = 60_000;
const probeTimeoutMs = 10_000;

const watched = new WeakSet<QueryClient>();

/**
 * Retries queries that failed for lack of a network: when the browser is online again, when the page becomes visible or gets the
 * focus, and while it is visible after 3, 6, 12 … 60 seconds. Each registry is probed with one small request first, so that the page
 * does not change until it answers. A query that fails again although its registry answers is left to the user.
 */
export function useReconnect(): void {
  const environment = useEnvironment();
  useEffect(() => {
    // Watch once for the lifetime of the page.
    if (watched.has(environment.queries)) return;
    watched.add(environment.queries);
    watch(environment);
  }, [environment]);
}

/** Returns the hosts that do not answer, separated by commas, in the order they failed; renders again when they change. */
export function useUnreached(): string {
  const { queries } = useEnvironment();
  return useSyncExternalStore(
    (changed) => queries.getQueryCache().subscribe(changed),
    () => unreachedHosts(queries).join(', '),
  );
}

function watch({ client, queries, window }: Environment): void {
  const { document, navigator } = window;
  /** Queries not to be retried until the network changes or the user retries. */
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
      const isAnswering = await isReached(client, origin, AbortSignal.timeout(probeTimeoutMs)).catch(() => false);
      if (isAnswering) reached.add(origin);
    };
    await Promise.all(origins.map(probe));
    // A query without an origin sent no request; retry it as well.
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
  /** Schedules the next attempt, unless the page is hidden or nothing failed. */
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
    // A retry by the user makes the query eligible again.
    if (event.action.type === 'fetch' && !isTrying) givenUp.delete(event.query);
    if (event.action.type === 'error' && timer === 0 && !isTrying) wait();
  });
  window.addEventListener('online', again);
  window.addEventListener('focus', again);
  document.addEventListener('visibilitychange', again);
  wait();
}

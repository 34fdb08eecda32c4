import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { isReached } from '../../client/index.ts';
import { type Environment, useEnvironment } from '../environment.ts';
import { lostOf, unreachedHosts } from './lost.ts';

const firstDelayMs = 3000;
const longestDelayMs = 60_000;
const patienceMs = 10_000;

/**
 * Asks again for what failed for want of a network, once that is back: when the browser says so, when the page is looked at
 * again, and while it is looked at after 3, 6, 12 … 60 seconds. A registry is tried with one small request first, so that
 * what is shown meanwhile stays as it is.
 */
export function useReconnect(): void {
  const environment = useEnvironment();
  useEffect(() => watch(environment), [environment]);
}

/** Hosts that are known not to answer now, in the order in which that was seen, as words; drawn anew when that changes. */
export function useUnreached(): string {
  const { queries } = useEnvironment();
  return useSyncExternalStore(
    (changed) => queries.getQueryCache().subscribe(changed),
    () => unreachedHosts(queries).join(', '),
  );
}

function watch({ client, queries, window }: Environment): () => void {
  let timer = 0;
  let delayMs = firstDelayMs;
  let isTrying = false;
  const { document, navigator } = window;

  /** Whether anything is still lost, as far as is known. */
  const tryAgain = async () => {
    const { queries: lost, origins } = lostOf(queries);
    if (lost.length === 0 || !navigator.onLine) return;
    const reached = await Promise.all(
      origins.map((origin) => isReached(client, origin, AbortSignal.timeout(patienceMs)).catch(() => false)),
    );
    // One that no origin is known of was not asked for at all.
    if (origins.length > 0 && !reached.includes(true)) return;
    await Promise.all(lost.map((query) => query.fetch().catch(() => undefined)));
  };
  const now = async () => {
    if (isTrying) return;
    isTrying = true;
    window.clearTimeout(timer);
    try {
      await tryAgain();
    } finally {
      isTrying = false;
      wait();
    }
  };
  /** Nothing is asked for a page that nobody looks at, or where nothing is lost. */
  const wait = () => {
    window.clearTimeout(timer);
    timer = 0;
    if (lostOf(queries).queries.length === 0) delayMs = firstDelayMs;
    else if (document.visibilityState === 'visible') {
      timer = window.setTimeout(now, delayMs);
      delayMs = Math.min(2 * delayMs, longestDelayMs);
    }
  };
  const again = () => {
    delayMs = firstDelayMs;
    if (document.visibilityState === 'visible') void now();
  };
  const stopWatching = onFailure(queries, () => {
    if (timer === 0 && !isTrying) wait();
  });
  window.addEventListener('online', again);
  window.addEventListener('focus', again);
  document.addEventListener('visibilitychange', again);
  wait();
  return () => {
    stopWatching();
    window.clearTimeout(timer);
    window.removeEventListener('online', again);
    window.removeEventListener('focus', again);
    document.removeEventListener('visibilitychange', again);
  };
}

function onFailure(queries: QueryClient, failed: () => void): () => void {
  return queries.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') failed();
  });
}

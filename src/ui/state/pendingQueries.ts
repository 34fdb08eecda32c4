import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { asAppError } from '../../errors/index.ts';
import type { AsyncValue } from '../tree/tree.ts';
import { type DocumentQuery, isDocumentKey } from './documents.ts';
import { type Environment, hashOfKey, useEnvironment } from './environment.ts';

/** A document that the view needs, and how it is asked for. */
export interface PendingQuery {
  readonly queryKey: QueryKey;
  readonly prefetch: () => Promise<void>;
}

/** Named by its key, so that what stands twice in a tree is asked for once. */
export function addPendingQuery<Value>(
  wanted: Map<string, PendingQuery>,
  { queries }: Environment,
  query: DocumentQuery<Value>,
): void {
  const { queryKey } = query;
  wanted.set(queryKey.join(' '), { queryKey, prefetch: () => queries.prefetchQuery(query) });
}

/** What the cache has of a document; undefined where it was not asked for. */
export function readCache<Value>({ queries }: Environment, queryKey: QueryKey): AsyncValue<Value> | undefined {
  const state = queries.getQueryCache().get<Value>(hashOfKey(queryKey))?.state;
  if (!state) return undefined;
  if (state.data !== undefined) return { state: 'ready', value: state.data };
  if (state.status === 'error' && state.fetchStatus === 'idle')
    return { state: 'failed', error: asAppError(state.error) };
  return { state: 'waiting' };
}

/** Asks for what was not asked for before. A failure is asked again by hand. */
export function usePrefetch(wanted: ReadonlyMap<string, PendingQuery>): void {
  const { queries } = useEnvironment();
  useEffect(() => {
    for (const { queryKey, prefetch } of wanted.values()) if (!queries.getQueryState(queryKey)) void prefetch();
  });
}

/** A number that grows with each document that is asked for, comes or fails; draws anew when it does. */
export function useDocumentsVersion(): number {
  const { queries } = useEnvironment();
  const subscribe = useCallback((changed: () => void) => queries.getQueryCache().subscribe(changed), [queries]);
  return useSyncExternalStore(subscribe, () => documentsVersion(queries));
}

const versions = new WeakMap<QueryClient, { count: number }>();

/** Counted from the first call on: what comes between a drawing and its effects is not missed. */
function documentsVersion(queries: QueryClient): number {
  const known = versions.get(queries);
  if (known) return known.count;
  const version = { count: 0 };
  versions.set(queries, version);
  queries.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'updated' && isDocumentKey(query.queryKey)) version.count++;
  });
  return version.count;
}

/** A tag that was opened before in this page is asked for again when it is opened again, unless it failed just now. */
export function useFreshTag(query: DocumentQuery<unknown> | undefined): void {
  const { queries, now } = useEnvironment();
  const latest = useRef(query);
  useEffect(() => {
    const tag = latest.current;
    if (tag?.staleTime === undefined) return;
    const failedAtMs = queries.getQueryState(tag.queryKey)?.errorUpdatedAt ?? 0;
    if (now() - failedAtMs >= tag.staleTime) void queries.prefetchQuery(tag);
  }, [queries, now]);
}

import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { asAppError } from '../errors/index.ts';
import { type DocumentQuery, isDocumentKey } from './documents.ts';
import { type Environment, useEnvironment } from './environment.ts';
import type { Loaded } from './tree.ts';

/** A document that the view needs, and how it is asked for. */
export interface Wanted {
  readonly queryKey: QueryKey;
  readonly prefetch: () => Promise<void>;
}

/** Named by its key, so that what stands twice in a tree is asked for once. */
export function addWanted<Value>(
  wanted: Map<string, Wanted>,
  { queries }: Environment,
  query: DocumentQuery<Value>,
): void {
  const { queryKey } = query;
  wanted.set(queryKey.join(' '), { queryKey, prefetch: () => queries.prefetchQuery(query) });
}

/** What the cache has of a document; undefined where it was not asked for. */
export function readCache<Value>({ queries }: Environment, queryKey: QueryKey): Loaded<Value> | undefined {
  const state = queries.getQueryState<Value>(queryKey);
  if (!state) return undefined;
  if (state.data !== undefined) return { state: 'ready', value: state.data };
  if (state.status === 'error' && state.fetchStatus === 'idle')
    return { state: 'failed', error: asAppError(state.error) };
  return { state: 'waiting' };
}

/** Asks for what was not asked for before, and draws anew when any of it has changed. A failure is asked again by hand. */
export function useWanted(wanted: ReadonlyMap<string, Wanted>): void {
  const { queries } = useEnvironment();
  const subscribe = useCallback((changed: () => void) => queries.getQueryCache().subscribe(changed), [queries]);
  useSyncExternalStore(subscribe, () => documentsVersion(queries));
  useEffect(() => {
    for (const { queryKey, prefetch } of wanted.values()) if (!queries.getQueryState(queryKey)) void prefetch();
  });
}

/** A number that grows with each document that is asked for, comes or fails. */
function documentsVersion(queries: QueryClient): number {
  return queries
    .getQueryCache()
    .getAll()
    .filter(({ queryKey }) => isDocumentKey(queryKey))
    .reduce((sum, { state }) => sum + 2 * (state.dataUpdateCount + state.errorUpdateCount) + isFetching(state), 0);
}

/** 1 or 0: an answer counts twice what its request counted, so the sum grows when one takes the place of the other. */
function isFetching({ fetchStatus }: { readonly fetchStatus: string }): number {
  return fetchStatus === 'fetching' ? 1 : 0;
}

/** A tag that was opened before in this page is asked for again when it is opened again, unless it failed just now. */
export function useFreshTag(query: DocumentQuery<unknown> | undefined): void {
  const { queries, now } = useEnvironment();
  const latest = useRef(query);
  useEffect(() => {
    const tag = latest.current;
    if (!tag || tag.staleTime === Number.POSITIVE_INFINITY) return;
    const failedAtMs = queries.getQueryState(tag.queryKey)?.errorUpdatedAt ?? 0;
    if (now() - failedAtMs >= tag.staleTime) void queries.prefetchQuery(tag);
  }, [queries, now]);
}

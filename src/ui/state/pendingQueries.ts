import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { asAppError } from '../../errors/index.ts';
import type { AsyncValue } from '../tree/tree.ts';
import { type DocumentQuery, isDocumentKey } from './documents.ts';
import { type Environment, hashOfKey, useEnvironment } from './environment.ts';

/** A document that the view needs, and the function that requests it. */
export interface PendingQuery {
  readonly queryKey: QueryKey;
  readonly prefetch: () => Promise<void>;
}

/** Adds a query under its key, so that a document that occurs twice in a tree is requested once. */
export function addPendingQuery<Value>(
  pending: Map<string, PendingQuery>,
  { queries }: Environment,
  query: DocumentQuery<Value>,
): void {
  const { queryKey } = query;
  pending.set(queryKey.join(' '), { queryKey, prefetch: () => queries.prefetchQuery(query) });
}

/** Returns the cached state of a document; undefined if it was never requested. */
export function readCache<Value>({ queries }: Environment, queryKey: QueryKey): AsyncValue<Value> | undefined {
  const state = queries.getQueryCache().get<Value>(hashOfKey(queryKey))?.state;
  if (!state) return undefined;
  if (state.data !== undefined) return { state: 'ready', value: state.data };
  if (state.status === 'error' && state.fetchStatus === 'idle')
    return { state: 'failed', error: asAppError(state.error) };
  return { state: 'waiting' };
}

/** Requests the documents that were never requested. Failures are retried by the user. */
export function usePrefetch(pending: ReadonlyMap<string, PendingQuery>): void {
  const { queries } = useEnvironment();
  useEffect(() => {
    for (const { queryKey, prefetch } of pending.values()) if (!queries.getQueryState(queryKey)) void prefetch();
  });
}

/** Returns a number that grows whenever a document is requested, arrives or fails, and renders again when it does. */
export function useDocumentsVersion(): number {
  const { queries } = useEnvironment();
  const subscribe = useCallback((changed: () => void) => queries.getQueryCache().subscribe(changed), [queries]);
  return useSyncExternalStore(subscribe, () => documentsVersion(queries));
}

const versions = new WeakMap<QueryClient, { count: number }>();

/** Starts counting on first use, so that updates between render and effects are not lost. */
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

/** Requests a tag again each time it is opened, unless it failed just now. */
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

/** Forgets the failure of a document when it is no longer shown, so that a link to it requests it again. */
export function useForgottenFailure({ queryKey }: DocumentQuery<unknown>): void {
  const { queries } = useEnvironment();
  const hash = hashOfKey(queryKey);
  useEffect(
    () => () => {
      const query = queries.getQueryCache().get(hash);
      if (query?.state.status === 'error') queries.removeQueries({ queryKey: query.queryKey, exact: true });
    },
    [queries, hash],
  );
}

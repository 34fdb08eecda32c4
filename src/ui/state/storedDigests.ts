import { useEffect, useMemo, useState } from 'react';
import type { Client, Fetched } from '../../client/index.ts';
import { useOnline } from '../kit/media.ts';
import type { TreeRow } from '../tree/tree.ts';
import { useEnvironment } from './environment.ts';
import type { ImageTree } from './useImageTree.ts';

/** Stored state of the content in a tree. */
export interface StoredDigests {
  /**
   * Reports whether a digest is stored; undefined if unknown. A layer, which is only fetched on demand, is false only while its
   * registry cannot be reached.
   */
  isStored(digest: string): boolean | undefined;
  /** Reports whether a digest was read, and so verified, in this tab. */
  isRead(digest: string): boolean;
  /** Digests of the manifests, configs and other documents among the rows, each once. */
  readonly digests: readonly string[];
  /** Digests of the rows that are only fetched on demand, such as layers, each once. */
  readonly layers: readonly string[];
  /** True if content was not stored because the browser's storage is full. */
  readonly isFull: boolean;
  /** True if content is stored only in the worker's memory. */
  readonly isVolatile: boolean;
}

type TreeRead = Pick<ImageTree, 'rows' | 'documentOf' | 'blobOf'>;

/** Event of the window: content was stored or removed other than by reading it in this page. */
export const storedEvent = 'ociscope:stored';

/** Maximum digests in one request to the worker. */
const maxRequested = 10_000;

/** Returns which content of a tree is stored. Costs one request to the worker for everything that was not read in this tab. */
export function useStoredDigests(tree: TreeRead): StoredDigests {
  const { client, window } = useEnvironment();
  const isOnline = useOnline();
  const stored = useMemo(() => storedStates(tree), [tree]);
  const isLost = !isOnline || tree.rows.some(({ error }) => error?.reason === 'unreachable');
  const present = usePresent(client, stored, isLost, window);
  const details = useMemo(() => new Set(tree.rows.map((row) => readOf(tree, row)?.cache.detail)), [tree]);
  const [isFull, isVolatile] = [details.has('quota'), details.has('memory')];
  return useMemo(() => {
    const isStored = (digest: string) => {
      const state = stored.get(digest);
      if (state === 'layer' && !isLost) return present.get(digest) || undefined;
      return state === 'reading' ? undefined : state === 'stored' || present.get(digest);
    };
    const isLayer = (digest: string) => stored.get(digest) === 'layer';
    const digests = [...stored.keys()];
    const isRead = (digest: string) => stored.get(digest) === 'stored' || stored.get(digest) === 'read';
    return {
      isStored,
      isRead,
      digests: digests.filter((digest) => !isLayer(digest)),
      layers: digests.filter(isLayer),
      isFull,
      isVolatile,
    };
  }, [stored, present, isFull, isVolatile, isLost]);
}

/**
 * Returns the worker's last answer for each digest, without those it never answered. A digest is requested again only if it was read
 * since, as a tree of thousands is read one document at a time. A request that failed is sent again when `isLost` changes.
 */
function usePresent(
  client: Client,
  stored: ReadonlyMap<string, RowState>,
  isLost: boolean,
  window: Window,
): ReadonlyMap<string, boolean> {
  const [present, setPresent] = useState<ReadonlyMap<string, boolean>>(new Map());
  // An answer that is forgotten before it was rendered leaves `requested` as it was.
  const [forgotten, setForgotten] = useState(0);
  const unknown = [...stored.keys()].filter((digest) => {
    const state = stored.get(digest);
    if (state === 'read') return !present.get(digest);
    return (state === 'unread' || state === 'layer') && !present.has(digest);
  });
  useEffect(() => {
    const forget = () => {
      setPresent(new Map());
      setForgotten((count) => count + 1);
    };
    window.addEventListener(storedEvent, forget);
    return () => window.removeEventListener(storedEvent, forget);
  }, [window]);
  const requested = unknown.slice(0, maxRequested).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is stored matters most when the registry is lost
  useEffect(() => {
    if (requested === '') return;
    const stop = new AbortController();
    const digests = requested.split(' ');
    const update = (found: ReadonlySet<string>) =>
      setPresent((before) => {
        const next = new Map(before);
        for (const digest of digests) next.set(digest, found.has(digest));
        return next;
      });
    client.present(digests, stop).then(update, () => undefined);
    return () => stop.abort();
  }, [client, requested, isLost, forgotten]);
  return present;
}

/** State of a row's content in this tab: `read` if it is not known to be stored, since streamed content is stored a moment later. */
type RowState = 'unread' | 'reading' | 'stored' | 'read' | 'layer';

function storedState(tree: TreeRead, row: TreeRow): RowState {
  if (row.node.content === 'none') return 'layer';
  const fetched = readOf(tree, row);
  if (!fetched) return row.busy || blobOf(tree, row)?.state === 'waiting' ? 'reading' : 'unread';
  return fetched.cache.stored ? 'stored' : 'read';
}

function readOf(tree: TreeRead, row: TreeRow): Fetched | undefined {
  if (row.node.content === 'manifest') return tree.documentOf(row.node)?.fetched;
  const blob = blobOf(tree, row);
  return blob?.state === 'ready' ? blob.value : undefined;
}

function blobOf(tree: TreeRead, { node }: TreeRow) {
  return node.content === 'blob' ? tree.blobOf(node) : undefined;
}

/** Returns the states by digest, for rows that have content. */
function storedStates(tree: TreeRead): ReadonlyMap<string, RowState> {
  const named = tree.rows.filter(({ node }) => node.content !== 'none' || node.descriptor);
  return new Map(named.map((row) => [row.node.descriptor?.digest ?? '', storedState(tree, row)]));
}

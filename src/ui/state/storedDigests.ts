import { useEffect, useMemo, useState } from 'react';
import type { Client, Fetched } from '../../client/index.ts';
import { useOnline } from '../kit/media.ts';
import type { TreeRow } from '../tree/tree.ts';
import { useEnvironment } from './environment.ts';
import type { ImageTree } from './useImageTree.ts';

/** What of a tree is in the content store. */
export interface Presence {
  /**
   * Undefined while it is not known. Layers are not fetched by being looked at: that one is not here is said where it cannot be
   * had either, since there is no network.
   */
  isHere(digest: string): boolean | undefined;
  /** Whether it was read, and so proved, in this tab. */
  isRead(digest: string): boolean;
  /** Of the manifests, configs and other documents among the rows, each once. */
  readonly digests: readonly string[];
  /** Of what is not read by being looked at: layers among the rows, each once. */
  readonly layers: readonly string[];
  /** What was read was not all stored, since the browser has no room for it. */
  readonly isFull: boolean;
  /** What was read is in the worker's memory alone. */
  readonly isVolatile: boolean;
}

type Asked = Pick<ImageTree, 'rows' | 'documentOf' | 'blobOf'>;

/** Of the window: something was stored, or went, that the page did not read by itself. */
export const storedEvent = 'ociscope:stored';

/** The worker answers no more at once. */
const maxRequested = 10_000;

/** Asks the store, in one request, for all documents of the tree that were not read in this tab. */
export function useStoredDigests(tree: Asked): Presence {
  const { client, window } = useEnvironment();
  const isOnline = useOnline();
  const stored = useMemo(() => storedStates(tree), [tree]);
  const present = usePresent(client, stored, window);
  const isLost = !isOnline || tree.rows.some(({ error }) => error?.reason === 'unreachable');
  const details = useMemo(() => new Set(tree.rows.map((row) => readOf(tree, row)?.cache.detail)), [tree]);
  const [isFull, isVolatile] = [details.has('quota'), details.has('memory')];
  return useMemo(() => {
    const isHere = (digest: string) => {
      const state = stored.get(digest);
      if (state === 'layer' && !isLost) return present.get(digest) || undefined;
      return state === 'reading' ? undefined : state === 'stored' || present.get(digest);
    };
    const isLayer = (digest: string) => stored.get(digest) === 'layer';
    const digests = [...stored.keys()];
    const isRead = (digest: string) => stored.get(digest) === 'stored' || stored.get(digest) === 'read';
    return {
      isHere,
      isRead,
      digests: digests.filter((digest) => !isLayer(digest)),
      layers: digests.filter(isLayer),
      isFull,
      isVolatile,
    };
  }, [stored, present, isFull, isVolatile, isLost]);
}

/**
 * Whether digests are stored, as was last answered; those that were never asked for, and all where the store cannot say, are
 * left out. What was not read since its answer is not asked for again: a tree of thousands is read one by one.
 */
function usePresent(client: Client, stored: ReadonlyMap<string, Stored>, window: Window): ReadonlyMap<string, boolean> {
  const [present, setPresent] = useState<ReadonlyMap<string, boolean>>(new Map());
  const unsure = [...stored.keys()].filter((digest) => {
    const state = stored.get(digest);
    if (state === 'read') return !present.get(digest);
    return (state === 'unread' || state === 'layer') && !present.has(digest);
  });
  useEffect(() => {
    const forget = () => setPresent(new Map());
    window.addEventListener(storedEvent, forget);
    return () => window.removeEventListener(storedEvent, forget);
  }, [window]);
  const asked = unsure.slice(0, maxRequested).join(' ');
  useEffect(() => {
    if (asked === '') return;
    const stop = new AbortController();
    const digests = asked.split(' ');
    const keep = (found: ReadonlySet<string>) =>
      setPresent((before) => {
        const next = new Map(before);
        for (const digest of digests) next.set(digest, found.has(digest));
        return next;
      });
    client.present(digests, stop).then(keep, () => undefined);
    return () => stop.abort();
  }, [client, asked]);
  return present;
}

/** Whether a document was read in this tab, and whether it is known to be stored: what is streamed may be a moment later. */
type Stored = 'unread' | 'reading' | 'stored' | 'read' | 'layer';

function storedState(tree: Asked, row: TreeRow): Stored {
  if (row.node.content === 'none') return 'layer';
  const fetched = readOf(tree, row);
  if (!fetched) return row.busy || blobOf(tree, row)?.state === 'waiting' ? 'reading' : 'unread';
  return fetched.cache.stored ? 'stored' : 'read';
}

function readOf(tree: Asked, row: TreeRow): Fetched | undefined {
  if (row.node.content === 'manifest') return tree.documentOf(row.node)?.fetched;
  const blob = blobOf(tree, row);
  return blob?.state === 'ready' ? blob.value : undefined;
}

function blobOf(tree: Asked, { node }: TreeRow) {
  return node.content === 'blob' ? tree.blobOf(node) : undefined;
}

/** By digest, of the rows that have content. */
function storedStates(tree: Asked): ReadonlyMap<string, Stored> {
  const named = tree.rows.filter(({ node }) => node.content !== 'none' || node.descriptor);
  return new Map(named.map((row) => [row.node.descriptor?.digest ?? '', storedState(tree, row)]));
}

import { type Dispatch, type SetStateAction, useEffect, useMemo, useState } from 'react';
import type { Client, Fetched } from '../client/index.ts';
import { useEnvironment } from './environment.ts';
import type { TreeRow } from './tree.ts';
import type { ImageTree } from './useImageTree.ts';

/** What of a tree is in the content store. */
export interface Presence {
  /** Undefined while it is not known. */
  isHere(digest: string): boolean | undefined;
  /** Whether it was read, and so proved, in this tab. */
  isRead(digest: string): boolean;
  /** Of the manifests, configs and other documents among the rows, each once. */
  readonly digests: readonly string[];
  /** What was read was not all stored, since the browser has no room for it. */
  readonly isFull: boolean;
  /** Asks anew what is here. */
  refresh(): void;
}

type Asked = Pick<ImageTree, 'rows' | 'documentOf' | 'blobOf'>;

/** The worker answers no more at once. */
const mostAsked = 10_000;

/** Asks the store, in one request, for all documents of the tree that were not read in this tab. */
export function usePresence(tree: Asked): Presence {
  const { client } = useEnvironment();
  const stored = useMemo(() => storedStates(tree), [tree]);
  const [present, setPresent] = usePresent(client, stored);
  const isFull = useMemo(() => tree.rows.some((row) => readOf(tree, row)?.cache.detail === 'quota'), [tree]);
  return useMemo(() => {
    const isHere = (digest: string) => {
      const state = stored.get(digest);
      return state === 'reading' ? undefined : state === 'stored' || present.get(digest);
    };
    const isRead = (digest: string) => stored.get(digest) === 'stored' || stored.get(digest) === 'read';
    return { isHere, isRead, digests: [...stored.keys()], isFull, refresh: () => setPresent(new Map()) };
  }, [stored, present, isFull, setPresent]);
}

/**
 * Whether digests are stored, as was last answered; those that were never asked for, and all where the store cannot say, are
 * left out. What was not read since its answer is not asked for again: a tree of thousands is read one by one.
 */
function usePresent(
  client: Client,
  stored: ReadonlyMap<string, Stored>,
): readonly [ReadonlyMap<string, boolean>, Dispatch<SetStateAction<ReadonlyMap<string, boolean>>>] {
  const [present, setPresent] = useState<ReadonlyMap<string, boolean>>(new Map());
  const unsure = [...stored.keys()].filter((digest) => {
    const state = stored.get(digest);
    return state === 'read' ? !present.get(digest) : state === 'unread' && !present.has(digest);
  });
  const asked = unsure.slice(0, mostAsked).join(' ');
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
  return [present, setPresent];
}

/** Whether a document was read in this tab, and whether it is known to be stored: what is streamed may be a moment later. */
type Stored = 'unread' | 'reading' | 'stored' | 'read';

function storedState(tree: Asked, row: TreeRow): Stored {
  const fetched = readOf(tree, row);
  if (!fetched) return row.busy || blobOf(tree, row)?.state === 'waiting' ? 'reading' : 'unread';
  return fetched.cache.hit || fetched.cache.stored ? 'stored' : 'read';
}

function readOf(tree: Asked, row: TreeRow): Fetched | undefined {
  if (row.node.content === 'manifest') return tree.documentOf(row.node)?.fetched;
  const blob = blobOf(tree, row);
  return blob?.state === 'ready' ? blob.value : undefined;
}

function blobOf(tree: Asked, { node }: TreeRow) {
  return node.content === 'blob' ? tree.blobOf(node) : undefined;
}

/** By digest, of the rows that are documents. */
function storedStates(tree: Asked): ReadonlyMap<string, Stored> {
  const documents = tree.rows.filter(({ node }) => node.content !== 'none');
  return new Map(documents.map((row) => [row.node.descriptor?.digest ?? '', storedState(tree, row)]));
}

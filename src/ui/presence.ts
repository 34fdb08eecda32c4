import { useEffect, useState } from 'react';
import type { Client } from '../client/index.ts';
import { useEnvironment } from './environment.ts';
import type { TreeRow } from './tree.ts';
import type { ImageTree } from './useImageTree.ts';

/** What of a tree is in the content store. */
export interface Presence {
  /** Undefined while it is not known. */
  isHere(digest: string): boolean | undefined;
  /** Whether it was read, and so proved, in this tab. */
  isRead(digest: string): boolean;
  /** Manifests, configs and other documents among the rows. */
  readonly total: number;
  readonly here: number;
  /** How many of them were read, and so proved, in this tab. */
  readonly verified: number;
}

/** The worker answers no more at once. */
const mostAsked = 10_000;

/** Asks the store, in one request, for all documents of the tree that were not read in this tab. */
export function usePresence(tree: ImageTree): Presence {
  const { client } = useEnvironment();
  const documents = tree.rows.filter(({ node }) => node.content !== 'none');
  const read = new Map(documents.map((row) => [digestOf(row), storedState(tree, row)]));
  const unsure = [...read].filter(([, stored]) => stored === 'unread' || stored === 'read').map(([digest]) => digest);
  const present = usePresent(client, unsure.slice(0, mostAsked));
  const isHere = (digest: string) => {
    const stored = read.get(digest);
    if (stored === 'reading') return undefined;
    return stored === 'stored' || present?.has(digest);
  };
  const isRead = (digest: string) => read.get(digest) === 'stored' || read.get(digest) === 'read';
  return {
    isHere,
    isRead,
    total: read.size,
    here: [...read.keys()].filter((digest) => isHere(digest) === true).length,
    verified: [...read.keys()].filter(isRead).length,
  };
}

/** Which of the digests are stored, as was last answered; undefined until then, and where the store cannot say. */
function usePresent(client: Client, digests: readonly string[]): ReadonlySet<string> | undefined {
  const [present, setPresent] = useState<ReadonlySet<string>>();
  const asked = digests.join(' ');
  useEffect(() => {
    if (asked === '') return;
    const stop = new AbortController();
    client.present(asked.split(' '), stop).then(setPresent, () => undefined);
    return () => stop.abort();
  }, [client, asked]);
  return present;
}

/** Whether a document was read in this tab, and whether it is known to be stored: what is streamed may be a moment later. */
type Stored = 'unread' | 'reading' | 'stored' | 'read';

function storedState(tree: ImageTree, { node, busy }: TreeRow): Stored {
  const blob = node.content === 'blob' ? tree.blobOf(node) : undefined;
  const manifest = node.content === 'manifest' ? tree.documentOf(node)?.fetched : undefined;
  const fetched = blob?.state === 'ready' ? blob.value : manifest;
  if (!fetched) return busy || blob?.state === 'waiting' ? 'reading' : 'unread';
  return fetched.cache.hit || fetched.cache.stored ? 'stored' : 'read';
}

function digestOf({ node }: TreeRow): string {
  return node.descriptor?.digest ?? '';
}

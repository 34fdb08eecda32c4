import { useEffect, useMemo, useRef } from 'react';
import type { TreeNode } from '../../tree/nodes.ts';
import type { EntryProps } from './entryProps.ts';
import { useReading } from './useReading.ts';

/** Stored manifests are read automatically, up to this many; that sends no request to the registry. */
const maxAutomaticReads = 100;

/**
 * Returns the digests of manifests that are not loaded, without duplicates. Loads those that are stored, and those in `requested`
 * from the registry.
 */
export function useUnread(
  nodes: readonly TreeNode[],
  requested: readonly string[],
  { tree, presence }: Pick<EntryProps, 'tree' | 'presence'>,
) {
  const unread = useMemo(() => {
    const missing = nodes.filter((node) => node.content === 'manifest' && tree.documentOf(node) === undefined);
    return [...new Set(missing.flatMap(({ descriptor }) => descriptor?.digest || []))];
  }, [nodes, tree]);
  const { progress, start } = useReading(tree.where);
  const tried = useRef(new Set<string>());
  useEffect(() => {
    if (progress) return;
    const room = maxAutomaticReads - tried.current.size;
    const digests = unread
      .filter((digest) => presence.isStored(digest) === true || requested.includes(digest))
      .filter((digest) => !tried.current.has(digest))
      .slice(0, Math.max(0, room));
    for (const digest of digests) tried.current.add(digest);
    if (digests.length > 0) start(digests);
  }, [unread, requested, presence, progress, start]);
  return unread;
}

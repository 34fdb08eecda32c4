import { useEffect, useMemo, useRef } from 'react';
import type { TreeNode } from '../../tree/nodes.ts';
import type { EntryProps } from './entryProps.ts';
import { useReading } from './useReading.ts';

/** What is in the store is read for its sizes by itself, so much of it; that takes no request to the registry. */
const maxAutomaticReads = 100;

/** The manifests of these nodes that were not read yet, each once. Those that are in the store are read meanwhile. */
export function useUnread(nodes: readonly TreeNode[], { tree, presence }: Pick<EntryProps, 'tree' | 'presence'>) {
  const unread = useMemo(() => {
    const lacking = nodes.filter((node) => node.content === 'manifest' && tree.documentOf(node) === undefined);
    return [...new Set(lacking.flatMap(({ descriptor }) => descriptor?.digest || []))];
  }, [nodes, tree]);
  const { progress, start } = useReading(tree.where);
  const tried = useRef(new Set<string>());
  useEffect(() => {
    if (progress) return;
    const room = maxAutomaticReads - tried.current.size;
    const wanted = unread
      .filter((digest) => presence.isStored(digest) === true && !tried.current.has(digest))
      .slice(0, Math.max(0, room));
    for (const digest of wanted) tried.current.add(digest);
    if (wanted.length > 0) start(wanted);
  }, [unread, presence, progress, start]);
  return unread;
}

import type { Manifest } from '../../oci/index.ts';
import { describe, rootNode, type TreeNode } from './nodes.ts';
import { childrenAt, membersOf, type TreeSource } from './tree.ts';

/** A node with the names of its ancestors, outermost first, without the root. */
export interface KnownNode {
  readonly node: TreeNode;
  readonly parents: readonly string[];
}

interface Open extends KnownNode {
  /** The manifest of a loaded manifest node. */
  readonly manifest: Manifest | undefined;
  /** The manifest node that a group belongs to. */
  readonly owner: { readonly node: TreeNode; readonly manifest: Manifest } | undefined;
}

/**
 * Returns every node of the loaded documents, open or not, level by level. A document that occurs several times in the tree
 * contributes its nodes each time; `maxNodes` limits the result.
 */
export function knownNodes(source: TreeSource, maxNodes: number): readonly KnownNode[] {
  const { manifest } = source.root;
  const open: Open[] = [{ node: rootNode(source.root), parents: [], manifest, owner: undefined }];
  const known: KnownNode[] = [...open];
  for (let next = open[0], index = 0; next && known.length < maxNodes; next = open[++index]) {
    for (const child of nodesUnder(source, next)) {
      const loaded = child.content === 'manifest' ? source.manifestOf(child) : undefined;
      const childManifest = loaded?.state === 'ready' ? loaded.value : undefined;
      const owner = next.manifest && { node: next.node, manifest: next.manifest };
      const node = childManifest ? describe(child, childManifest) : child;
      const parents = next.node.path === '' ? [] : [...next.parents, next.node.name];
      open.push({ node, parents, manifest: childManifest, owner });
      known.push({ node, parents });
    }
  }
  return known.slice(0, maxNodes);
}

function nodesUnder(source: TreeSource, { node, manifest, owner }: Open): readonly TreeNode[] {
  if (manifest) return childrenAt(source, node, manifest);
  return owner && (node.kind === 'layers' || node.kind === 'referrers')
    ? membersOf(source, node, owner.node, owner.manifest)
    : [];
}

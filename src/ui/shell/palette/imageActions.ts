import { type TreeAddress, treeAddress } from '../../../api/index.ts';
import type { Action, OpenImage } from '../../actions/actions.ts';
import { prefixesOf } from '../../actions/find/savedActions.ts';
import { shortDigest } from '../../kit/format.ts';
import { paletteMessages } from '../../messages/find/palette.ts';
import { type KnownNode, knownNodes } from '../../tree/knownNodes.ts';
import { spokenKind, type TreeNode } from '../../tree/nodes.ts';

const maxNodes = 5000;
/** Limits requests to the registry: each manifest is one. */
const maxPrefetched = 50;

/** Returns an action for each node that selects it. */
export function nodeActions(nodes: readonly KnownNode[], select: (path: string) => void): readonly Action[] {
  return nodes.map(({ node, parents }) => ({
    id: node.path,
    name: nameOf(node),
    fact: [...parents, node.note || shortDigest(node.descriptor?.digest ?? '')].filter(Boolean).join(' › '),
    icon: node.kind,
    prefixes: prefixesOf(node.descriptor?.digest),
    run: () => select(node.path),
  }));
}

/** Returns the actions for the open image, except those its page offers. */
export function imageActions(
  nodes: readonly KnownNode[],
  { source, rows, selected, repository, toggle }: OpenImage,
  go: (address: TreeAddress) => void,
  files: readonly Action[],
): readonly Action[] {
  const parents = nodes.filter(({ node }) => node.opens);
  const missing = parents.filter(
    ({ node }) => node.content === 'manifest' && node.path !== '' && !source.manifestOf(node),
  );
  const isTooMany = missing.length > maxPrefetched;
  const skipped = new Set(missing.slice(maxPrefetched));
  return [
    ...files,
    ...(selected ? asRoot(selected, repository, go) : []),
    {
      id: 'expand',
      name: paletteMessages.expandAll,
      fact: isTooMany ? paletteMessages.firstMissing(maxPrefetched) : '',
      run: () =>
        toggle(
          parents.filter((known) => !skipped.has(known)).map(({ node }) => node.path),
          true,
        ),
    },
    {
      id: 'collapse',
      name: paletteMessages.collapseAll,
      run: () =>
        toggle(
          rows.filter(({ level, expanded }) => level > 1 && expanded).map(({ node }) => node.path),
          false,
        ),
    },
  ];
}

export function imageNodes({ source }: OpenImage): readonly KnownNode[] {
  return knownNodes(source, maxNodes);
}

function asRoot(
  { path, content, name, descriptor }: TreeNode,
  where: OpenImage['repository'],
  go: (address: TreeAddress) => void,
): readonly Action[] {
  if (path === '' || content !== 'manifest' || !descriptor) return [];
  const { digest } = descriptor;
  const reference = where ? `${where.host}/${where.name}@${digest}` : digest;
  return [
    {
      id: 'root',
      name: paletteMessages.openAsRoot,
      fact: `${name} ${shortDigest(digest)}`,
      prefixes: [],
      run: () => go(treeAddress(reference)),
    },
  ];
}

/** Returns the name of a node, with its kind if only the icon shows that: `Layer 2`. */
function nameOf(node: TreeNode): string {
  const spoken = node.kind === 'layer' || node.kind === 'blob' ? spokenKind(node) : '';
  return spoken === '' ? node.name : `${spoken} ${node.name}`;
}

import { type TreeAddress, treeAddress } from '../../../api/index.ts';
import type { Action, OpenImage } from '../../actions/actions.ts';
import { shortDigest } from '../../kit/format.ts';
import { type KnownNode, knownNodes } from '../../tree/knownNodes.ts';
import { spokenKind, type TreeNode } from '../../tree/nodes.ts';

const maxNodes = 5000;
/** Each is a request to the registry. */
const maxPrefetched = 50;

/** A way to each node of the open image. */
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

/** What can be done with the open image, but for what its own page offers. */
export function imageActions(
  nodes: readonly KnownNode[],
  { source, rows, selected, repository, toggle }: OpenImage,
  go: (address: TreeAddress) => void,
  files: readonly Action[],
): readonly Action[] {
  const parents = nodes.filter(({ node }) => node.opens);
  const asked = parents.filter(
    ({ node }) => node.content === 'manifest' && node.path !== '' && !source.manifestOf(node),
  );
  const isTooMuch = asked.length > maxPrefetched;
  const left = new Set(asked.slice(maxPrefetched));
  return [
    ...files,
    ...(selected ? asRoot(selected, repository, go) : []),
    {
      id: 'expand',
      name: 'Expand all',
      fact: isTooMuch ? `the first ${maxPrefetched} of what is not here yet` : '',
      run: () =>
        toggle(
          parents.filter((known) => !left.has(known)).map(({ node }) => node.path),
          true,
        ),
    },
    {
      id: 'collapse',
      name: 'Collapse all',
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

/** A digest is found with its algorithm and without. */
export function prefixesOf(digest: string | undefined): readonly string[] {
  return digest ? [digest, digest.slice(digest.indexOf(':') + 1)] : [];
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
      name: 'Open as root',
      fact: `${name} ${shortDigest(digest)}`,
      prefixes: [],
      run: () => go(treeAddress(reference)),
    },
  ];
}

/** With its kind, where the icon alone says it: `Layer 2`. */
function nameOf(node: TreeNode): string {
  const spoken = node.kind === 'layer' || node.kind === 'blob' ? spokenKind(node) : '';
  return spoken === '' ? node.name : `${spoken} ${node.name}`;
}

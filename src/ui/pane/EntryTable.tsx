import { childrenOf, type Manifest } from '../../oci/index.ts';
import { shortDigest } from '../format.ts';
import { Icon } from '../icons.tsx';
import { childNodes, layerNodes, layersOf, type TreeNode, totalSize } from '../nodes.ts';
import parts from '../parts.module.css';
import { Size } from './Facts.tsx';
import styles from './Pane.module.css';
import type { PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';

const mostRows = 500;

/** What a manifest points to: the platforms of an index, the contents of an artifact or an attestation. */
export function EntryTable({
  tree,
  selection,
  manifest,
  linkTo,
  presence,
}: PaneProps & { readonly selection: Selection; readonly manifest: Manifest }) {
  const nodes = entriesOf(selection.node, manifest);
  if (nodes.length === 0) return <p className={parts.muted}>It is empty: it points to nothing.</p>;
  const shown = nodes.slice(0, mostRows);
  return (
    <div className={styles.tableBox} data-plain="true">
      <table className={styles.entries}>
        <thead>
          <tr>
            <th scope="col">{manifest.kind === 'index' ? 'Platform' : 'Part'}</th>
            <th scope="col">{manifest.kind === 'index' ? 'Manifest' : 'Digest'}</th>
            {manifest.kind === 'index' ? (
              <th scope="col" className={parts.number}>
                Layers
              </th>
            ) : null}
            <th scope="col" className={parts.number}>
              Size
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((node) => (
            <Entry
              key={node.path}
              node={node}
              opened={manifest.kind === 'index' ? openedManifest(tree, node) : null}
              linkTo={linkTo}
              isHere={stateOf(node, presence)}
            />
          ))}
        </tbody>
      </table>
      {nodes.length > shown.length ? (
        <p className={parts.muted}>and {nodes.length - shown.length} more, in the tree</p>
      ) : null}
    </div>
  );
}

function Entry({
  node,
  opened,
  linkTo,
  isHere,
}: {
  readonly node: TreeNode;
  /** The entry's manifest where it was opened; null where the table has no such columns. */
  readonly opened: Manifest | undefined | null;
  readonly linkTo: (path: string) => string;
  readonly isHere: 'verified' | 'here' | 'not fetched';
}) {
  const digest = node.descriptor?.digest ?? '';
  const size = opened ? contentSize(opened) : opened === null ? node.descriptor?.size : undefined;
  return (
    <tr>
      <th scope="row">{node.name}</th>
      <td>
        <a href={linkTo(node.path)} title={digest} className={parts.mono}>
          {shortDigest(digest)}
        </a>
      </td>
      {opened === null ? null : <td className={parts.number}>{opened ? layersOf(opened).length || '–' : '–'}</td>}
      <td className={parts.number}>{size === undefined ? '–' : <Size bytes={size} />}</td>
      <td>
        <span className={`${parts.chip} ${isHere === 'not fetched' ? '' : parts.ok}`}>
          <Icon name={isHere === 'not fetched' ? 'cloud' : 'check'} /> {isHere}
        </span>
      </td>
    </tr>
  );
}

function entriesOf(node: TreeNode, manifest: Manifest): readonly TreeNode[] {
  const nodes = childNodes(node, manifest);
  return nodes.flatMap((child) => (child.kind === 'layers' ? layerNodes(child, layersOf(manifest), []) : [child]));
}

function openedManifest(tree: PaneProps['tree'], node: TreeNode): Manifest | undefined {
  return node.content === 'manifest' ? tree.documentOf(node)?.manifest : undefined;
}

/** Of what an opened manifest holds, its config apart. */
function contentSize(manifest: Manifest): bigint | undefined {
  if (manifest.kind === 'index') return undefined;
  return totalSize(childrenOf(manifest).flatMap(({ role, descriptor }) => (role === 'config' ? [] : [descriptor])));
}

function stateOf(node: TreeNode, presence: PaneProps['presence']): 'verified' | 'here' | 'not fetched' {
  const digest = node.descriptor?.digest ?? '';
  if (presence.isRead(digest)) return 'verified';
  return presence.isHere(digest) ? 'here' : 'not fetched';
}

import type { Fetched } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import { childrenOf, type Manifest } from '../../oci/index.ts';
import { type ManifestDocument, manifestQuery } from '../documents.ts';
import { type Environment, useEnvironment } from '../environment.ts';
import { shortDigest } from '../format.ts';
import { childNodes, layerNodes, layersOf, type TreeNode, totalSize } from '../nodes.ts';
import parts from '../parts.module.css';
import { pathUnder } from '../pathUnder.ts';
import { useEmbedded } from '../useEmbedded.ts';
import { readCache } from '../wanted.ts';
import { Size } from './Facts.tsx';
import { type NodeProof, nodeProof } from './nodeProof.ts';
import styles from './Pane.module.css';
import { ProofChip } from './ProofChip.tsx';
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
  const environment = useEnvironment();
  const embedded = useEmbedded(tree.documentOf(selection.node));
  const nodes = entriesOf(selection.node, manifest);
  const proofOf = (node: TreeNode) =>
    nodeProof({
      descriptor: node.descriptor,
      ...readContent(environment, tree, node),
      isHere: presence.isHere(node.descriptor?.digest ?? ''),
      embedded: embedded?.get(pathUnder(selection.node.path, node.path)),
    });
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
              proof={proofOf(node)}
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
  proof,
}: {
  readonly node: TreeNode;
  /** The entry's manifest where it was opened; null where the table has no such columns. */
  readonly opened: Manifest | undefined | null;
  readonly linkTo: (path: string) => string;
  readonly proof: NodeProof | undefined;
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
      <td>{proof ? <ProofChip proof={proof} /> : <span className={parts.bad}>could not be read</span>}</td>
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

/** What was read of a node in this tab, or why it was not. */
function readContent(
  environment: Environment,
  tree: PaneProps['tree'],
  node: TreeNode,
): { readonly fetched: Fetched | undefined; readonly error: AppError | undefined } {
  const manifest = manifestQuery(environment, tree.where, node.descriptor?.digest ?? '');
  const loaded =
    node.content === 'blob' ? tree.blobOf(node) : readCache<ManifestDocument>(environment, manifest.queryKey);
  const error = loaded?.state === 'failed' ? loaded.error : undefined;
  const value = node.content !== 'none' && loaded?.state === 'ready' ? loaded.value : undefined;
  return { fetched: value && 'fetched' in value ? value.fetched : value, error };
}

import type { Fetched } from '../../../client/index.ts';
import type { AppError } from '../../../errors/index.ts';
import { type ManifestDocument, manifestQuery } from '../../state/documents.ts';
import { type Environment, useEnvironment } from '../../state/environment.ts';
import { useEmbedded } from '../../state/formats/useEmbedded.ts';
import { readCache } from '../../state/pendingQueries.ts';
import { pathUnder } from '../../tree/nodePath.ts';
import type { TreeNode } from '../../tree/nodes.ts';
import { type NodeProof, nodeProof } from '../nodeProof.ts';
import type { PaneProps } from '../paneProps.ts';

/** Returns the proof of each child of a node; undefined if loading it failed. */
export function useNodeProofs(
  { tree, presence }: Pick<PaneProps, 'tree' | 'presence'>,
  owner: TreeNode,
): (node: TreeNode) => NodeProof | undefined {
  const environment = useEnvironment();
  const embedded = useEmbedded(tree.documentOf(owner));
  return (node) =>
    nodeProof({
      descriptor: node.descriptor,
      ...readContent(environment, tree, node),
      isStored: presence.isStored(node.descriptor?.digest ?? ''),
      embedded: embedded?.get(pathUnder(owner.path, node.path)),
    });
}

/** Returns the content of a node that was loaded in this tab, or the error. */
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

import type { StoredDigests } from '../../state/storedDigests.ts';
import type { ImageTree } from '../../state/useImageTree.ts';
import type { TreeNode } from '../../tree/nodes.ts';
import type { NodeProof } from '../nodeProof.ts';

/** What the tables of entries draw from: a part of what the pane has. */
export interface EntryProps {
  readonly tree: Pick<ImageTree, 'documentOf' | 'blobOf' | 'ownPlatformOf' | 'where'>;
  readonly presence: Pick<StoredDigests, 'isStored'>;
  /** How far an entry is proved; undefined where it could not be read. */
  readonly proofOf: (node: TreeNode) => NodeProof | undefined;
  /** The link of a node, as an anchor takes it. */
  readonly linkTo: (path: string) => string;
}

import type { StoredDigests } from '../../state/storedDigests.ts';
import type { ImageTree } from '../../state/useImageTree.ts';
import type { TreeNode } from '../../tree/nodes.ts';
import type { NodeProof } from '../nodeProof.ts';

/** The subset of the pane's props that the entry tables use. */
export interface EntryProps {
  readonly tree: Pick<ImageTree, 'documentOf' | 'blobOf' | 'ownPlatformOf' | 'where'>;
  readonly presence: Pick<StoredDigests, 'isStored'>;
  /** Returns the proof of an entry's content; undefined if it failed to load. */
  readonly proofOf: (node: TreeNode) => NodeProof | undefined;
  /** Returns the `href` of a node. */
  readonly linkTo: (path: string) => string;
}

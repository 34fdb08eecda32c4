import type { Presence } from '../../presence.ts';
import type { ImageTree } from '../../useImageTree.ts';

/** What the tables of entries draw from: a part of what the pane has. */
export interface EntryProps {
  readonly tree: Pick<ImageTree, 'documentOf' | 'where'>;
  readonly presence: Pick<Presence, 'isHere' | 'isRead'>;
  /** The link of a node, as an anchor takes it. */
  readonly linkTo: (path: string) => string;
}

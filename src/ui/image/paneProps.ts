import type { StoredDigests } from '../state/storedDigests.ts';
import type { ImageTree } from '../state/useImageTree.ts';

/** What every part of the pane may draw from, and what it may ask of the page. */
export interface PaneProps {
  readonly tree: ImageTree;
  readonly presence: StoredDigests;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onSelect: (path: string) => void;
  /** The link of a node, as an anchor takes it. */
  readonly linkTo: (path: string) => string;
  /** Asks again for whatever of the tree could not be fetched. */
  readonly retry: () => void;
  /** Where the pane covers the tree: the way back to it. */
  readonly onBack: (() => void) | undefined;
}

import type { StoredDigests } from '../state/storedDigests.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import type { Selection } from './selection.ts';

/** Props of the pane's components. */
export interface PaneProps {
  readonly tree: ImageTree;
  readonly presence: StoredDigests;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onSelect: (path: string) => void;
  /** Returns the `href` of a node. */
  readonly linkTo: (path: string) => string;
  /** Retries the failed requests of the tree. */
  readonly retry: () => void;
  /** Returns to the tree. Set only if the pane covers it. */
  readonly onBack: (() => void) | undefined;
}

/** Props of the components that show the selected node. */
export interface NodeProps extends PaneProps {
  readonly selection: Selection;
}

import type { StoredDigests } from '../state/storedDigests.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import type { Selection } from './selection.ts';
import type { ShownPlatform } from './useShownPlatform.ts';

/** Props of the pane's components. */
export interface PaneProps {
  readonly tree: ImageTree;
  readonly presence: StoredDigests;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onSelect: (path: string) => void;
  /** Returns the `href` of a node, or of one of its views. */
  readonly linkTo: (path: string, tab?: string) => string;
  /** Retries the failed requests of the tree. */
  readonly retry: () => void;
  /** Returns to the tree. Set only if the pane covers it. */
  readonly onBack: (() => void) | undefined;
}

/** Props of the components that show the selected node. */
export interface NodeProps extends PaneProps {
  readonly selection: Selection;
  /** The platform whose summary is shown, if the node is an index of platforms. */
  readonly shown?: ShownPlatform | 'waiting' | undefined;
}

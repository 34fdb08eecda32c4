import { createContext } from 'react';
import type { Where } from '../../client/index.ts';
import { createStore } from '../kit/createStore.ts';
import type { IconName } from '../kit/iconShapes.ts';
import type { SavedImage } from '../saved/savedImages.ts';
import type { TreeNode } from '../tree/nodes.ts';
import type { TreeRow, TreeSource } from '../tree/tree.ts';

/** Something that can be done, or gone to, now. */
export interface Action {
  /** Unique among those of its kind. */
  readonly id: string;
  readonly name: string;
  /** One quiet fact behind the name; it finds the offer too. */
  readonly fact?: string;
  readonly icon?: IconName;
  /** The key that does the same. */
  readonly key?: string;
  /** What finds it by its beginning alone: digests. */
  readonly prefixes?: readonly string[];
  /** Whether what it did is to be seen where it stands, so that the list stays. */
  readonly stays?: boolean;
  readonly run: () => void;
}

/** The image that is open, for what acts on it from outside of its page. */
export interface OpenImage {
  readonly opened: SavedImage;
  readonly where: Where | undefined;
  /** Its nodes as far as its documents are here: nothing is asked for. */
  readonly source: TreeSource;
  readonly rows: readonly TreeRow[];
  readonly selected: TreeNode | undefined;
  readonly select: (path: string) => void;
  readonly toggle: (paths: readonly string[], open: boolean) => void;
}

/** Reads what one part of the page can do now. */
export type ActionSource = () => readonly Action[];

/** The actions of the page: each part adds a source while it is there. A set that is replaced says that the lists changed. */
export class Actions {
  readonly sources = createStore<ReadonlySet<ActionSource>>(new Set());
  readonly image = createStore<OpenImage | undefined>(undefined);
}

/** The registry of actions that the page around a component uses. */
export const ActionsContext = createContext(new Actions());

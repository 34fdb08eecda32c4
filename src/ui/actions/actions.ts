import { createContext } from 'react';
import type { ImageConfig, Manifest, Repository } from '../../oci/index.ts';
import { createStore } from '../kit/createStore.ts';
import type { IconName } from '../kit/iconShapes.ts';
import type { SavedImage } from '../saved/savedImages.ts';
import type { TreeNode } from '../tree/nodes.ts';
import type { TreeRow, TreeSource } from '../tree/tree.ts';

/** Something a person can do or open now. */
export interface Action {
  /** Unique in its list. */
  readonly id: string;
  readonly name: string;
  /** A detail shown after the name; the palette's search matches it too. */
  readonly fact?: string;
  readonly icon?: IconName;
  /** The keyboard shortcut. */
  readonly key?: string;
  /** Text that the search matches only from its start: digests. */
  readonly prefixes?: readonly string[];
  /** True if the list stays open after `run`, because it shows the result. */
  readonly staysOpen?: boolean;
  readonly run: () => void;
}

/** The open image, for actions outside its page. */
export interface OpenImage {
  readonly saved: SavedImage;
  readonly repository: Repository | undefined;
  /** Its nodes as far as their content is loaded; reading it sends no request. */
  readonly source: TreeSource;
  readonly rows: readonly TreeRow[];
  readonly selected: TreeNode | undefined;
  /** Returns the config of an image if it is loaded. */
  readonly configOf: (manifest: Manifest) => ImageConfig | undefined;
  /** Selects a node, and shows one of its views. */
  readonly select: (path: string, view?: string) => void;
  readonly toggle: (paths: readonly string[], open: boolean) => void;
}

/** Returns the actions that one part of the page offers now. */
export type ActionSource = () => readonly Action[];

/** The page's registry of actions. Each part adds a source while it is mounted, and replaces the set when its actions change. */
export class Actions {
  readonly sources = createStore<ReadonlySet<ActionSource>>(new Set());
  readonly image = createStore<OpenImage | undefined>(undefined);
}

/** The registry of actions that the page around a component uses. */
export const ActionsContext = createContext(new Actions());

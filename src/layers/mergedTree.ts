import { byteString } from './byteStrings.ts';
import { computeDiveScore, type DiveScore } from './diveScore.ts';
import type { LayerFinding } from './layerFinding.ts';
import { dirType, entrySize, entryTypes, hardlinkType, symlinkType } from './layerIndex.ts';
import { brokenType, type MergeState } from './mergeState.ts';
import { decodeName, escapeName, invalidNameHex } from './nameText.ts';
import { type EventKind, eventKinds, noEntry } from './pathEvents.ts';
import { orderByPath, type SortedPaths } from './pathOrder.ts';
import { noNode, rootNode } from './pathTable.ts';
import { resolvePath } from './resolvePath.ts';
import { computeWaste, type Waste, type WasteDetails } from './waste.ts';

/** Type of a path; `broken` is a hard link whose target is in no layer. */
export type MergedType = 'file' | 'dir' | 'symlink' | 'char' | 'block' | 'fifo' | 'unknown' | 'broken';

/** A path of the merged file system. */
export interface MergedEntry {
  /** Without a leading slash; U+FFFD for bytes that are not UTF-8. */
  readonly path: string;
  /** The bytes of a path that is not UTF-8, in hexadecimal. */
  readonly pathHex?: string;
  readonly type: MergedType;
  /** Size of a file in bytes, holes included; else 0. */
  readonly size: number;
  /** The layer that gave this path, from 0. */
  readonly layer: number;
  /** Target of a symlink or broken hard link, as written. */
  readonly linkname?: string;
  /** The 12 permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** No entry lists this folder. */
  readonly implied?: true;
  /** The first of the other names of the same file, if it has hard links. */
  readonly sameAs?: string;
}

/** Changes that a layer made to the merged file system; paths in the order of their bytes, `\xNN` for a byte that is not UTF-8. */
export interface LayerChanges {
  readonly added: readonly string[];
  readonly changed: readonly { readonly path: string; readonly how: EventKind }[];
  readonly removed: readonly string[];
}

/** A change that a layer made to a path. */
export interface PathEvent {
  readonly layer: number;
  readonly kind: EventKind;
}

/** A row of a layer's index that has the content of a file. */
export interface ContentLocation {
  readonly layer: number;
  readonly row: number;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Mode of a folder that no entry lists. */
const impliedMode = 0o755;
/** Number of folders whose paths are kept as text. */
const maxFolderTexts = 4096;

/** The file system that layers are merged to, after the last or any layer. Layers count from 0. */
export class MergedTree {
  private sortedPaths: SortedPaths | undefined;
  private shared: ReadonlySet<number> | undefined;
  private readonly folderTexts = new Map<number, string>();

  constructor(private readonly state: MergeState) {}

  /** Findings about all layers: first those of each index, then those of the merge. */
  get findings(): readonly LayerFinding[] {
    const { layers, findings } = this.state;
    return [
      ...layers.flatMap((index, layer) => index.findings.map((finding) => ({ ...finding, layer }))),
      ...findings.list,
    ];
  }

  /** Yields the paths that exist after a layer, in the order of their bytes, without the root. */
  *entries(upto = this.lastLayer): Generator<MergedEntry, void> {
    const { state } = this;
    const firstNames = new Map<number, string>();
    const shared = this.sharedInodes();
    for (const node of this.sorted().order) {
      const event = state.events.lastOf(node, upto);
      if (!state.events.exists(event)) continue;
      const row = this.describe(node, event);
      const inode = state.events.inodes.at(event);
      if (shared.has(inode)) {
        const first = firstNames.get(inode);
        if (first === undefined) firstNames.set(inode, row.path);
        else row.sameAs = first;
      }
      yield row;
    }
  }

  /** Yields what a folder has after a layer, in the order of the names' bytes, without `sameAs`. '' is the root. */
  *list(folder: string, upto = this.lastLayer): Generator<MergedEntry, void> {
    const { starts, nodes } = this.sorted();
    const parent = this.find(folder);
    const [from = 0, to = 0] = parent === noNode ? [] : [starts[parent], starts[parent + 1]];
    for (const node of nodes.subarray(from, to)) {
      const event = this.state.events.lastOf(node, upto);
      if (this.state.events.exists(event)) yield this.describe(node, event);
    }
  }

  /** Returns what a layer did to the file system. */
  changes(layer: number): LayerChanges {
    const { events } = this.state;
    const [added, changed, removed]: [string[], { path: string; how: EventKind }[], string[]] = [[], [], []];
    for (const node of this.sorted().order) {
      const event = events.lastOf(node, layer);
      if (event === noNode || events.layers.at(event) !== layer) continue;
      const how = eventKinds[events.kinds.at(event)] ?? 'added';
      if (!events.exists(event)) removed.push(this.escapedPath(node));
      else if (how === 'added') added.push(this.escapedPath(node));
      else changed.push({ path: this.escapedPath(node), how });
    }
    return { added, changed, removed };
  }

  /** Returns what each layer did to a path, the lowest layer first. */
  history(path: string): readonly PathEvent[] {
    const { events } = this.state;
    const node = this.find(path);
    const history: PathEvent[] = [];
    for (let event = node === noNode ? noNode : events.lastOf(node); event !== noNode; event = events.before(event)) {
      history.push({ layer: events.layers.at(event), kind: eventKinds[events.kinds.at(event)] ?? 'added' });
    }
    return history.reverse();
  }

  /** Returns the row with the content of a path after a layer; undefined if it is missing, implied or broken. */
  locate(path: string, upto = this.lastLayer): ContentLocation | undefined {
    const { state } = this;
    const node = this.find(path);
    const event = node === noNode ? noNode : state.events.lastOf(node, upto);
    if (!state.events.exists(event)) return undefined;
    const inode = state.events.inodes.at(event);
    const at = inode === noEntry ? undefined : state.entryAt(inode);
    return at && { layer: state.layerOf(inode), row: at.row };
  }

  /** Computes the waste of the layers up to one. */
  waste(upto = this.lastLayer): Waste {
    return computeWaste(this.state, upto).waste;
  }

  /** Computes the same waste by layer and by cause. */
  wasteDetails(upto = this.lastLayer): WasteDetails {
    return computeWaste(this.state, upto).details;
  }

  /**
   * Returns the path that a path leads to after a layer: symlinks are followed inside the root, up to 255. Undefined if it is
   * missing, or the links form a loop.
   */
  resolve(path: string, upto = this.lastLayer): string | undefined {
    const node = resolvePath(this.state, new TextEncoder().encode(path), upto);
    return node === noNode ? undefined : this.pathOf(node);
  }

  /** Computes dive's score of all layers; undefined if dive refuses the image. */
  dive(): DiveScore | undefined {
    return computeDiveScore(this.state.layers);
  }

  private get lastLayer(): number {
    return this.state.layers.length - 1;
  }

  private sorted(): SortedPaths {
    this.sortedPaths ??= orderByPath(this.state.paths, this.state.names);
    return this.sortedPaths;
  }

  /** Entries that several names may lead to. */
  private sharedInodes(): ReadonlySet<number> {
    if (this.shared) return this.shared;
    const { entries, inodes } = this.state.events;
    const shared = new Set<number>();
    for (let event = 0; event < inodes.length; event++) {
      if (inodes.at(event) !== noEntry && entries.at(event) !== inodes.at(event)) shared.add(inodes.at(event));
    }
    this.shared = shared;
    return shared;
  }

  /** Folders' texts are kept for a while: paths that come one after another share them. */
  private pathOf(node: number): string {
    const known = this.folderTexts.get(node);
    if (known !== undefined) return known;
    const { paths, names } = this.state;
    if (node === rootNode) return '';
    const parent = paths.parents.at(node);
    const name = decodeName(names.get(paths.names.at(node)));
    if (parent === rootNode) return name;
    const folder = this.pathOf(parent);
    if (this.folderTexts.size >= maxFolderTexts) this.folderTexts.clear();
    this.folderTexts.set(parent, folder);
    return `${folder}/${name}`;
  }

  private escapedPath(node: number): string {
    return escapeName(this.state.pathOf(node));
  }

  private find(path: string): number {
    const { names, paths } = this.state;
    let node = rootNode;
    for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
      if (node !== noNode) node = paths.find(node, names.intern(new TextEncoder().encode(name)));
    }
    return node;
  }

  private describe(node: number, event: number): Writable<MergedEntry> {
    const { state } = this;
    const { events } = state;
    const path = this.pathOf(node);
    const type = state.typeAfter(event);
    const inode = events.inodes.at(event);
    const listed = inode === noEntry ? events.entries.at(event) : inode;
    const at = listed === noEntry ? undefined : state.entryAt(listed);
    const layer = events.layers.at(event);
    const row: Writable<MergedEntry> = { path, type: 'dir', size: 0, layer, mode: impliedMode, uid: 0, gid: 0 };
    const pathHex = path.includes('\ufffd') ? invalidNameHex(state.pathOf(node)) : undefined;
    if (pathHex !== undefined) row.pathHex = pathHex;
    if (!at) {
      row.implied = true;
      return row;
    }
    const { entries, owners, names } = at.index;
    const owner = entries.owners[at.row] ?? 0;
    row.type = nameOfType(type);
    if (type !== dirType) row.size = entrySize(entries, at.row);
    if (type === symlinkType || type === brokenType) {
      row.linkname = decodeName(byteString(names, entries.links[at.row] ?? 0));
    }
    row.mode = entries.modes[at.row] ?? 0;
    row.uid = owners.uids[owner] ?? 0;
    row.gid = owners.gids[owner] ?? 0;
    return row;
  }
}

function nameOfType(type: number): MergedType {
  const name = type === brokenType ? 'broken' : entryTypes[type];
  return name === undefined || type === hardlinkType || name === 'hardlink' ? 'broken' : name;
}

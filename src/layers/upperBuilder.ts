import { byteString } from './byteStrings.ts';
import { dirType, fileType, hardlinkType, hasContent, type LayerIndex, pathBytes } from './layerIndex.ts';
import { maxPathBytes, maxSymlinks } from './layerLimits.ts';
import { LayerPaths, splitReversed } from './layerPaths.ts';
import type { MergeState } from './mergeState.ts';
import { decodeName, escapeName } from './nameText.ts';
import { noEntry } from './pathEvents.ts';
import { noNode, rootNode } from './pathTable.ts';
import { type FoundTarget, TargetLookup } from './targetLookup.ts';
import { type UpperTree, upperKinds } from './upperTree.ts';

/** Name of the mark that hides everything below its folder in lower layers, after `.wh.`. */
const opaqueMark = '.wh..opq';
const slash = 0x2f;

/** A hard link whose target was not there yet. */
interface PendingLink {
  readonly node: number;
  readonly entry: number;
  readonly row: number;
}

/** Builds the upper tree of one layer from its entries, in the order of the tar. */
export class UpperBuilder {
  private readonly paths: LayerPaths;
  private readonly base: number;
  private pending: PendingLink[] = [];
  /** Files of AUFS that hard links may point to, by path. */
  private readonly aufs = new Map<string, number>();
  private readonly lookup: TargetLookup;
  private readonly dotDot: number;

  constructor(
    private readonly state: MergeState,
    private readonly upper: UpperTree,
    private readonly index: LayerIndex,
    private readonly layer: number,
  ) {
    this.paths = new LayerPaths(index, state.names);
    this.base = state.bases[layer] ?? 0;
    this.dotDot = state.names.intern(Uint8Array.of(0x2e, 0x2e));
    this.lookup = new TargetLookup(state, upper);
  }

  build(): void {
    this.upper.reset();
    const { count, paths, types } = this.index.entries;
    for (let row = 0; row < count; row++) {
      const node = paths[row] ?? rootNode;
      const type = types[row] ?? fileType;
      if (node === rootNode) this.addRoot(row, type);
      else if (this.paths.isAufsMetadata(node) && !this.isRootMark(node)) this.addAufs(row, node, type);
      else if (this.paths.isWhiteout(node)) this.addWhiteout(row, node);
      else this.addEntry(row, node, type);
    }
    this.resolvePending();
  }

  private addRoot(row: number, type: number): void {
    const entry = this.base + row;
    if (type !== dirType) {
      this.state.find('root_not_directory', this.layer, entry);
      this.state.noteLeftOut(entry);
      return;
    }
    this.upper.setKind(rootNode, upperKinds.directory);
    this.upper.setEntry(rootNode, entry, entry);
  }

  private isRootMark(node: number): boolean {
    return (this.index.paths.parents[node] ?? rootNode) === rootNode && this.isOpaqueMark(node);
  }

  private isOpaqueMark(node: number): boolean {
    return this.paths.isWhiteout(node) && decodeName(this.paths.whiteoutTarget(node)) === opaqueMark;
  }

  private addAufs(row: number, node: number, type: number): void {
    const entry = this.base + row;
    this.state.find('aufs_metadata', this.layer, entry);
    if (type === fileType) this.aufs.set(escapeName(pathBytes(this.index, node)), entry);
  }

  private addWhiteout(row: number, node: number): void {
    const { state, layer, upper } = this;
    const entry = this.base + row;
    if (hasContent(this.index.entries.types[row] ?? 0)) state.noteWhiteout(entry);
    const target = this.paths.whiteoutTarget(node);
    const text = decodeName(target);
    const isOpaque = text === opaqueMark;
    if (text === '' || text === '.' || text === '..') {
      state.find('whiteout_invalid', layer, entry);
      return;
    }
    const components = this.paths.componentsReversed(node);
    components.shift();
    const parent = this.walk(components, entry, upperKinds.ghost);
    if (isOpaque) {
      if (parent !== noNode) upper.setOpaque(parent);
      return;
    }
    const marked = parent === noNode ? noNode : state.enter(parent, state.names.intern(target));
    if (marked !== noNode) upper.mark(marked, parent);
    if (marked === noNode || state.stateOf(marked) === noNode) state.find('whiteout_of_nothing', layer, entry);
  }

  private addEntry(row: number, node: number, type: number): void {
    const { state, layer } = this;
    const entry = this.base + row;
    if (this.paths.hasWhiteoutParent(node)) state.find('whiteout_in_parent', layer, entry);
    const components = this.paths.componentsReversed(node);
    const name = components.shift() ?? 0;
    // The target is looked up before the entry takes its place.
    const inode = type === hardlinkType ? this.findTarget(row, entry) : entry;
    const parent = this.walk(components, entry, upperKinds.implied);
    const placed = parent === noNode ? noNode : state.enter(parent, name);
    if (placed === noNode) {
      if (parent !== noNode) state.find('path_too_long', layer, entry);
      state.noteLeftOut(entry);
      return;
    }
    this.place(placed, parent, type, entry, inode);
    if (type === hardlinkType && inode === noEntry) this.pending.push({ node: placed, entry, row });
  }

  private place(node: number, parent: number, type: number, entry: number, inode: number): void {
    const { upper, state, layer } = this;
    const before = upper.kind(node, parent);
    const isListed = before === upperKinds.directory || before === upperKinds.leaf;
    if (isListed) state.find('listed_twice', layer, entry);
    if (type === dirType) {
      if (before === upperKinds.none || before === upperKinds.leaf) {
        this.noteReplaced(node, before);
        upper.create(node, parent, upperKinds.directory);
      } else upper.setKind(node, upperKinds.directory);
    } else {
      if (before === upperKinds.implied) state.find('parent_not_directory', layer, entry);
      upper.create(node, parent, upperKinds.leaf);
    }
    upper.setEntry(node, entry, inode);
  }

  /**
   * Walks the names of a path, the last one first, and returns its folder. Missing folders are created as `make`; symlinks of this
   * layer are followed inside the root. Returns `noNode` if there is no such folder; a finding says why.
   */
  private walk(components: number[], entry: number, make: number): number {
    const { upper, state, layer } = this;
    let node = rootNode;
    let links = 0;
    while (components.length > 0) {
      const name = components.pop() ?? 0;
      if (name === this.dotDot) {
        node = state.paths.parents.at(node);
        continue;
      }
      const child = state.enter(node, name);
      if (child === noNode) {
        state.find('path_too_long', layer, entry);
        return noNode;
      }
      const kind = upper.kind(child, node);
      if (kind === upperKinds.leaf) {
        const target = this.lookup.symlinkTarget(upper.inodes.at(child));
        if (target) {
          if (links === 0) state.find('through_symlink', layer, entry);
          links++;
          if (links > maxSymlinks || !this.lookup.mayFollow(target, components)) {
            state.find('symlink_loop', layer, entry);
            return noNode;
          }
          if (target[0] === slash) node = rootNode;
          for (const part of splitReversed(target, state.names)) components.push(part);
          continue;
        }
        if (make === upperKinds.ghost) return noNode;
        state.find('parent_not_directory', layer, entry);
        this.noteReplaced(child, kind);
        upper.create(child, node, make);
      } else if (kind === upperKinds.none) upper.create(child, node, make);
      else if (kind === upperKinds.ghost && make === upperKinds.implied) upper.setKind(child, make);
      node = child;
    }
    return node;
  }

  private noteReplaced(node: number, kind: number): void {
    const inode = kind === upperKinds.leaf ? this.upper.inodes.at(node) : noEntry;
    if (inode !== noEntry && inode >= this.base) this.state.noteReplaced(inode);
  }

  /** Returns the entry with the content of a hard link, or `noEntry`. */
  private findTarget(row: number, entry: number): number {
    const { state, layer } = this;
    const target = this.linkOf(row);
    const found = this.resolveLink(row);
    if (!found) return this.aufs.get(escapeName(trimSlashes(target))) ?? noEntry;
    if (found.type === dirType) {
      state.find('hardlink_to_directory', layer, entry, decodeName(target));
      return noEntry;
    }
    if (!found.isUpper && found.inode !== noEntry)
      state.find('hardlink_into_lower_layer', layer, entry, decodeName(target));
    return found.inode;
  }

  /** Resolves hard links whose target comes later in the tar. A link to another such link has the target of that one. */
  private resolvePending(): void {
    const { upper } = this;
    // Another entry may have taken the place of a link.
    const pending = this.pending.filter(({ node, entry }) => upper.entries.at(node) === entry);
    const left = new Map(pending.map((link) => [link.node, link]));
    for (const first of pending) {
      const chain: PendingLink[] = [];
      let inode = noEntry;
      for (let link: PendingLink | undefined = first; link && left.delete(link.node); ) {
        chain.push(link);
        const found = this.resolveLink(link.row);
        if (found && found.type !== dirType) inode = found.inode;
        link = found?.inode === noEntry ? left.get(found.node) : undefined;
      }
      for (const { node, entry, row } of chain) {
        if (inode !== noEntry) upper.setEntry(node, entry, inode);
        const reason = inode === noEntry ? 'hardlink_broken' : 'hardlink_before_target';
        this.state.find(reason, this.layer, entry, decodeName(this.linkOf(row)));
      }
    }
  }

  private linkOf(row: number): Uint8Array {
    return byteString(this.index.names, this.index.entries.links[row] ?? 0);
  }

  private resolveLink(row: number): FoundTarget | undefined {
    const target = this.linkOf(row);
    return target.length > maxPathBytes ? undefined : this.lookup.resolve(splitReversed(target, this.state.names));
  }
}

function trimSlashes(path: Uint8Array): Uint8Array {
  let from = 0;
  while (path[from] === slash || (path[from] === 0x2e && path[from + 1] === slash)) from++;
  return path.subarray(from);
}

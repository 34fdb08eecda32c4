import { dirType, symlinkType } from './layerIndex.ts';
import { maxPathBytes, maxSymlinks } from './layerLimits.ts';
import { splitReversed } from './layerPaths.ts';
import { brokenType, type MergeState } from './mergeState.ts';
import { noEntry } from './pathEvents.ts';
import { noNode, rootNode } from './pathTable.ts';
import { linkTarget } from './sameEntry.ts';
import { type UpperTree, upperKinds } from './upperTree.ts';

/** Names of symlink targets that are followed in one layer; an entry takes a few. */
const maxFollowedNames = 50_000_000;
const slash = 0x2f;

/** A path that a hard link may point to. */
export interface FoundTarget {
  readonly node: number;
  /** The entry with its content; `noEntry` for implied folders and broken links. */
  readonly inode: number;
  readonly type: number;
  /** The path is part of the layer itself, not of those below. */
  readonly isUpper: boolean;
}

/** Looks up paths in a layer and, below what it has, in the lower ones. */
export class TargetLookup {
  private followed = 0;
  private readonly dotDot: number;

  constructor(
    private readonly state: MergeState,
    private readonly upper: UpperTree,
  ) {
    this.dotDot = state.names.intern(Uint8Array.of(0x2e, 0x2e));
  }

  /** Returns the target of a symlink as written; undefined if the entry is not a symlink. */
  symlinkTarget(inode: number): Uint8Array | undefined {
    const at = inode === noEntry ? undefined : this.state.entryAt(inode);
    return at && at.index.entries.types[at.row] === symlinkType ? linkTarget(at) : undefined;
  }

  /** Counts a symlink; returns false if its target is too long or too many names were followed in this layer. */
  mayFollow(target: Uint8Array, rest: readonly number[]): boolean {
    this.followed += rest.length + target.length / 2 + 1;
    return this.followed <= maxFollowedNames && target.length <= maxPathBytes;
  }

  /** Resolves names, the last one first. Symlinks are followed inside the root, except the last name. */
  resolve(components: number[]): FoundTarget | undefined {
    const { upper, state } = this;
    let links = 0;
    /** Folders of the path so far. */
    let folders: { readonly node: number; readonly isUpper: boolean }[] = [];
    while (components.length > 0) {
      const name = components.pop() ?? 0;
      if (name === this.dotDot) {
        folders.pop();
        continue;
      }
      const { node, isUpper } = folders.at(-1) ?? { node: rootNode, isUpper: true };
      const child = state.paths.find(node, name);
      if (child === noNode) return undefined;
      const kind = isUpper ? upper.kind(child, node) : upperKinds.none;
      const found = kind > upperKinds.ghost ? this.upperTarget(child, kind) : this.lowerTarget(child);
      if (!found || components.length === 0) return found;
      if (found.type === dirType) {
        folders.push({ node: child, isUpper: kind !== upperKinds.none });
        continue;
      }
      const target = this.symlinkTarget(found.inode);
      links++;
      if (!target || links > maxSymlinks || !this.mayFollow(target, components)) return undefined;
      if (target[0] === slash) folders = [];
      for (const part of splitReversed(target, state.names)) components.push(part);
    }
    return undefined;
  }

  private upperTarget(node: number, kind: number): FoundTarget {
    if (kind !== upperKinds.leaf) return { node, inode: noEntry, type: dirType, isUpper: true };
    const inode = this.upper.inodes.at(node);
    return { node, inode, type: inode === noEntry ? brokenType : this.state.typeOfEntry(inode), isUpper: true };
  }

  private lowerTarget(node: number): FoundTarget | undefined {
    const event = this.state.stateOf(node);
    if (event === noNode) return undefined;
    const inode = this.state.events.inodes.at(event);
    return { node, inode, type: this.state.typeAfter(event), isUpper: false };
  }
}

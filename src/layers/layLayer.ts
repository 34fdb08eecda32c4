import { dirType, symlinkType } from './layerIndex.ts';
import type { MergeState } from './mergeState.ts';
import { hiddenKind, noEntry, removedKind, replacedKind } from './pathEvents.ts';
import { noNode, rootNode } from './pathTable.ts';
import { type UpperTree, upperKinds } from './upperTree.ts';

/** Nothing hides the lower tree. */
const visible = 0;

/** Lays the tree of a layer on the file system of those below it, as overlayfs does (image-spec v1.1, layer.md). */
export function layLayer(state: MergeState, upper: UpperTree, layer: number): void {
  if (upper.rootKind() === upperKinds.directory) {
    state.put(rootNode, layer, upper.entries.at(rootNode), upper.inodes.at(rootNode));
  }
  layFolder(rootNode, visible);

  /** `hiding` is the kind of event that removes everything of the lower folder, or `visible`. */
  function layFolder(folder: number, hiding: number): void {
    const reason = hiding !== visible ? hiding : upper.isOpaque(folder) ? hiddenKind : visible;
    if (reason !== visible) {
      for (const child of state.children(folder)) if (!isCovered(child, folder)) state.remove(child, layer, reason);
    } else {
      for (const child of upper.marked(folder)) {
        if (state.stateOf(child) !== noNode && !isCovered(child, folder)) state.remove(child, layer, removedKind);
      }
    }
    for (const child of upper.children(folder)) {
      const childReason = reason !== visible ? reason : upper.isMarked(child, folder) ? removedKind : visible;
      place(child, upper.kind(child, folder), childReason);
    }
  }

  function isCovered(child: number, folder: number): boolean {
    return upper.kind(child, folder) !== upperKinds.none;
  }

  function place(node: number, kind: number, hiding: number): void {
    const old = state.stateOf(node);
    const wasFolder = old !== noNode && state.typeAfter(old) === dirType;
    if (kind === upperKinds.ghost) {
      placeGhost(node, old, wasFolder, hiding);
      return;
    }
    const entry = upper.entries.at(node);
    if (kind === upperKinds.leaf) {
      if (wasFolder) state.removeBelow(node, layer, hiding !== visible ? hiding : replacedKind);
      state.put(node, layer, entry, upper.inodes.at(node));
      return;
    }
    const isImplied = kind === upperKinds.implied;
    if (old !== noNode && !wasFolder) noteReplaced(node, old, hiding, isImplied);
    // An implied folder leaves the attributes of the lower one.
    const keepsLower = isImplied && wasFolder && hiding === visible;
    if (!keepsLower) state.put(node, layer, entry, isImplied ? noEntry : upper.inodes.at(node));
    layFolder(node, hiding);
  }

  /** A folder for marks only makes no folder, unless overlayfs has to put one over a file. */
  function placeGhost(node: number, old: number, wasFolder: boolean, hiding: number): void {
    if (old === noNode) return;
    if (hiding !== visible) state.remove(node, layer, hiding);
    else if (wasFolder) layFolder(node, visible);
    else {
      noteReplaced(node, old, visible, true);
      state.put(node, layer, noEntry, noEntry);
    }
  }

  function noteReplaced(node: number, old: number, hiding: number, isImplied: boolean): void {
    // A whiteout beside it says the same.
    if (hiding !== visible) return;
    const isSymlink = state.typeAfter(old) === symlinkType;
    const what = isSymlink ? 'symlink' : 'file';
    state.findAt(isImplied ? `implied_directory_replaces_${what}` : `directory_replaces_${what}`, layer, node);
  }
}

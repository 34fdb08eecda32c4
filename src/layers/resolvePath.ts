import { dirType, symlinkType } from './layerIndex.ts';
import { maxPathBytes, maxSymlinks } from './layerLimits.ts';
import { splitReversed } from './layerPaths.ts';
import type { MergeState } from './mergeState.ts';
import { noNode, rootNode } from './pathTable.ts';
import { linkTarget } from './sameEntry.ts';

const slash = 0x2f;

/**
 * Returns the node that a path leads to after a layer, with symlinks followed inside the root; `noNode` if it is missing or there
 * are too many symlinks.
 */
export function resolvePath(state: MergeState, path: Uint8Array, upto: number): number {
  const { events, names, paths } = state;
  const dotDot = names.intern(Uint8Array.of(0x2e, 0x2e));
  const components = splitReversed(path, names);
  let node = rootNode;
  let links = 0;
  for (let name = components.pop(); name !== undefined; name = components.pop()) {
    if (name === dotDot) {
      node = paths.parents.at(node);
      continue;
    }
    const child = paths.find(node, name);
    const event = child === noNode ? noNode : events.lastOf(child, upto);
    if (!events.exists(event)) return noNode;
    const type = state.typeAfter(event);
    if (type !== symlinkType) {
      if (type !== dirType && components.length > 0) return noNode;
      node = child;
      continue;
    }
    const at = state.entryAt(events.inodes.at(event));
    const target = at && linkTarget(at);
    links++;
    if (!target || links > maxSymlinks || target.length > maxPathBytes) return noNode;
    if (target[0] === slash) node = rootNode;
    for (const part of splitReversed(target, names)) components.push(part);
  }
  return node;
}

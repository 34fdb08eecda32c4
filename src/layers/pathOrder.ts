import type { ByteStringTable } from './byteStrings.ts';
import { compareBytes } from './byteStrings.ts';
import { type PathTable, rootNode } from './pathTable.ts';

const slash = 0x2f;

/** Children of each node, sorted by the bytes of their names: those of `n` are `nodes` from `starts[n]` to `starts[n + 1]`. */
interface SortedChildren {
  readonly starts: Uint32Array;
  readonly nodes: Uint32Array;
}

/** All nodes, by folder and in one order. */
export interface SortedPaths extends SortedChildren {
  /** All nodes but the root in the order of the bytes of their paths. */
  readonly order: Uint32Array;
}

/**
 * Sorts all nodes by the bytes of their paths. `a-b` comes between `a` and `a/b`, since a hyphen sorts before a slash.
 */
export function orderByPath(paths: PathTable, names: ByteStringTable): SortedPaths {
  const children = sortChildren(paths, names);
  const order = new Uint32Array(paths.count - 1);
  let length = 0;
  const nameOf = (node: number) => names.get(paths.names.at(node));
  addBelow(rootNode);
  return { ...children, order };

  function addBelow(parent: number): void {
    /** Folders whose children come later than the next siblings; the last one comes first. */
    const pending: number[] = [];
    const [from = 0, to = 0] = [children.starts[parent], children.starts[parent + 1]];
    for (let at = from; at < to; at++) {
      const node = children.nodes[at] ?? rootNode;
      for (let top = pending.at(-1); top !== undefined && comesBelow(top, node); top = pending.at(-1)) {
        pending.pop();
        addBelow(top);
      }
      order[length++] = node;
      if (children.starts[node] !== children.starts[node + 1]) pending.push(node);
    }
    for (const node of pending.reverse()) addBelow(node);
  }

  /** Reports whether what is below a folder comes before a later sibling. */
  function comesBelow(folder: number, sibling: number): boolean {
    const [prefix, name] = [nameOf(folder), nameOf(sibling)];
    const isPrefix = name.length > prefix.length && compareBytes(name.subarray(0, prefix.length), prefix) === 0;
    return !isPrefix || (name[prefix.length] ?? 0) > slash;
  }
}

function sortChildren(paths: PathTable, names: ByteStringTable): SortedChildren {
  const ranks = names.ranks();
  const starts = new Uint32Array(paths.count + 1);
  for (let node = 1; node < paths.count; node++) {
    const parent = paths.parents.at(node);
    starts[parent + 1] = (starts[parent + 1] ?? 0) + 1;
  }
  for (let node = 0; node < paths.count; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const ends = starts.slice();
  const nodes = new Uint32Array(paths.count - 1);
  for (let node = 1; node < paths.count; node++) {
    const parent = paths.parents.at(node);
    const at = ends[parent] ?? 0;
    nodes[at] = node;
    ends[parent] = at + 1;
  }
  const rankOf = (node: number) => ranks[paths.names.at(node)] ?? 0;
  for (let node = 0; node < paths.count; node++) {
    nodes.subarray(starts[node], starts[node + 1]).sort((a, b) => rankOf(a) - rankOf(b));
  }
  return { starts, nodes };
}

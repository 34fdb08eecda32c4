import { ByteStringTable, byteString } from './byteStrings.ts';
import { rareValue } from './columns.ts';
import type { LayerIndex } from './layerIndex.ts';
import { startsWith } from './layerPaths.ts';
import { decodeName } from './nameText.ts';
import { noNode, PathTable, rootNode } from './pathTable.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const whiteoutPrefix = bytesOf('.wh.');
/** A component with this prefix, such as an opaque mark, ends the insertion of its path. */
const doubleWhiteoutPrefix = bytesOf('.wh..wh..');
const slash = bytesOf('/');

/** Nodes of the paths in all trees of dive: `.wh.` names, and `..` at the root, are ordinary names to it. */
export class DivePaths {
  readonly table = new PathTable();
  private readonly names = new ByteStringTable();
  private readonly shared = new Map<LayerIndex, Uint32Array>();
  private readonly ranks: Uint32Array;
  private readonly up: number;

  constructor(layers: readonly LayerIndex[]) {
    this.up = this.names.intern(bytesOf('..'));
    for (const layer of new Set(layers)) {
      this.shared.set(
        layer,
        layer.names.ends.map(() => noNode),
      );
      const shared = this.shared.get(layer) ?? new Uint32Array(0);
      for (const name of layer.paths.names) {
        if (shared[name] === noNode) shared[name] = this.names.intern(byteString(layer.names, name));
      }
    }
    this.ranks = this.names.ranks();
  }

  /** Returns the node of an entry as Go's `path.Clean` has it; `isEnded` if its insertion ends at that node. */
  enter(index: LayerIndex, row: number): { readonly node: number; readonly isEnded: boolean } {
    const { parents, names } = index.paths;
    const shared = this.shared.get(index);
    const list: number[] = [];
    for (let at = index.entries.paths[row] ?? rootNode; at !== rootNode; at = parents[at] ?? rootNode) {
      list.push(shared?.[names[at] ?? 0] ?? 0);
    }
    for (let steps = rareValue(index.entries.rare.stepsAbove, row) ?? 0; steps > 0; steps--) list.push(this.up);
    let node = rootNode;
    for (let name = list.pop(); name !== undefined; name = list.pop()) {
      if (startsWith(this.names.get(name), doubleWhiteoutPrefix)) return { node, isEnded: true };
      node = this.table.enter(node, name);
    }
    return { node, isEnded: false };
  }

  /** Returns the rank of a node's name among all names. */
  rank(node: number): number {
    return this.ranks[this.table.names.at(node)] ?? 0;
  }

  isWhiteout(node: number): boolean {
    return startsWith(this.nameOf(node), whiteoutPrefix);
  }

  /** Returns the node of `Path()`, which drops the prefix of a whiteout, but not those of its parents. */
  shown(node: number): number {
    if (!this.isWhiteout(node)) return node;
    const name = this.names.intern(this.nameOf(node).slice(whiteoutPrefix.length));
    return this.table.enter(this.table.parents.at(node), name);
  }

  /** Returns the node that `GetNode` looks for: the path of a nameless whiteout ends in a slash, which it ignores. */
  lookUp(path: number): number {
    return path !== rootNode && this.table.names.at(path) === 0 ? this.table.parents.at(path) : path;
  }

  /** Returns the node that `AddPath` adds when trees are stacked: it cleans the path again, which drops `..` at the root. */
  cleaned(node: number): number {
    const list: number[] = [];
    for (let at = node; at !== rootNode; at = this.table.parents.at(at)) list.push(this.table.names.at(at));
    if (list.at(-1) !== this.up) return node;
    while (list.at(-1) === this.up) list.pop();
    return list.reverse().reduce((parent, name) => this.table.enter(parent, name), rootNode);
  }

  /** Returns a path as text, with a leading slash. */
  text(node: number): string {
    const parts: Uint8Array[] = [];
    for (let at = node; at !== rootNode; at = this.table.parents.at(at)) parts.push(this.nameOf(at), slash);
    return parts.reverse().map(decodeName).join('');
  }

  private nameOf(node: number): Uint8Array {
    return this.names.get(this.table.names.at(node));
  }
}

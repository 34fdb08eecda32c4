import type { ByteStringTable } from './byteStrings.ts';
import { byteString } from './byteStrings.ts';
import type { LayerIndex } from './layerIndex.ts';
import { noNode, rootNode } from './pathTable.ts';

const slash = 0x2f;

/** Bits of a name's class. */
const [isWhiteoutName, isMetadataName] = [1, 2];
const whiteoutPrefix = Uint8Array.from('.wh.', (char) => char.charCodeAt(0));
const metadataPrefix = Uint8Array.from('.wh..wh.', (char) => char.charCodeAt(0));

/** Gives the paths of one layer as lists of names that all layers share. */
export class LayerPaths {
  private readonly shared: Uint32Array;
  private readonly classes: Uint8Array;

  constructor(
    private readonly index: LayerIndex,
    private readonly names: ByteStringTable,
  ) {
    this.shared = new Uint32Array(index.names.ends.length).fill(noNode);
    this.classes = new Uint8Array(index.names.ends.length);
  }

  /** Returns the shared names of a path node, the last one first. */
  componentsReversed(node: number): number[] {
    const components: number[] = [];
    const { parents, names } = this.index.paths;
    for (let at = node; at !== rootNode; at = parents[at] ?? rootNode) components.push(this.share(names[at] ?? 0));
    return components;
  }

  /** Reports whether a node's own name begins with `.wh.`. */
  isWhiteout(node: number): boolean {
    return this.hasClass(node, isWhiteoutName);
  }

  /** Reports whether a parent of a node has a name that begins with `.wh.`. */
  hasWhiteoutParent(node: number): boolean {
    const { parents } = this.index.paths;
    for (let at = parents[node] ?? rootNode; at !== rootNode; at = parents[at] ?? rootNode) {
      if (this.isWhiteout(at)) return true;
    }
    return false;
  }

  /** Reports whether a path is metadata of AUFS: its first name begins with `.wh..wh.` and it is not the root's opaque mark. */
  isAufsMetadata(node: number): boolean {
    let at = node;
    for (let up = node; up !== rootNode; up = this.index.paths.parents[up] ?? rootNode) at = up;
    return this.hasClass(at, isMetadataName);
  }

  /** Returns the bytes of a node's name after `.wh.`, as a view. */
  whiteoutTarget(node: number): Uint8Array {
    return byteString(this.index.names, this.index.paths.names[node] ?? 0).subarray(whiteoutPrefix.length);
  }

  private share(name: number): number {
    const known = this.shared[name] ?? noNode;
    if (known !== noNode) return known;
    const bytes = byteString(this.index.names, name);
    this.classes[name] =
      (startsWith(bytes, whiteoutPrefix) ? isWhiteoutName : 0) |
      (startsWith(bytes, metadataPrefix) ? isMetadataName : 0);
    const shared = this.names.intern(bytes);
    this.shared[name] = shared;
    return shared;
  }

  private hasClass(node: number, bit: number): boolean {
    const name = this.index.paths.names[node] ?? 0;
    this.share(name);
    return ((this.classes[name] ?? 0) & bit) !== 0;
  }
}

/** Splits a path into shared names without empty ones and `.`, the last one first. `..` stays. */
export function splitReversed(path: Uint8Array, names: ByteStringTable): number[] {
  const components: number[] = [];
  for (let from = 0; from <= path.length; ) {
    const found = path.indexOf(slash, from);
    const to = found < 0 ? path.length : found;
    const isDot = to - from === 1 && path[from] === 0x2e;
    if (to > from && !isDot) components.push(names.intern(path, from, to));
    from = to + 1;
  }
  return components.reverse();
}

export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return bytes.length >= prefix.length && prefix.every((byte, at) => bytes[at] === byte);
}

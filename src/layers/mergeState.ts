import { ByteStringTable, byteString } from './byteStrings.ts';
import { U32Column } from './columns.ts';
import { type LayerFindingReason, LayerFindings } from './layerFinding.ts';
import { dirType, hasContent, type LayerIndex, pathBytes } from './layerIndex.ts';
import { maxPathBytes } from './layerLimits.ts';
import { decodeName } from './nameText.ts';
import { eventKinds, hiddenKind, noEntry, PathEvents, removedKind, replacedKind } from './pathEvents.ts';
import { noNode, PathTable, rootNode } from './pathTable.ts';
import { type EntryAt, hasSameAttributes, hasSameContent } from './sameEntry.ts';

/** Why stored bytes are dead. */
export const wasteCauses = [
  // No name ever led to the bytes.
  'listed twice in one layer',
  'content of a whiteout',
  // A later layer took the last name.
  'rewritten',
  'rewritten with the same bytes',
  'removed',
  'hidden by an opaque folder',
  'replaced by another type',
] as const;
export type WasteCause = (typeof wasteCauses)[number];
const causeOf = (cause: WasteCause) => wasteCauses.indexOf(cause);
const whiteoutContent = causeOf('content of a whiteout');
/** Marks an entry that is left out of the file system, with its bytes. */
const leftOut = 0xff;

/** Type of a hard link without a target. */
export const brokenType = -1;

const kindOf = (kind: (typeof eventKinds)[number]) => eventKinds.indexOf(kind);
const added = kindOf('added');

/** The file system after the layers so far, with what each layer did to it. */
export class MergeState {
  readonly names = new ByteStringTable();
  readonly paths = new PathTable();
  readonly events = new PathEvents();
  readonly findings = new LayerFindings();
  /** Number of entries in the layers below each layer. */
  readonly bases: readonly number[];
  /** For each entry: names that lead to it, the layer that took the last one or `noEntry`, and the cause. */
  readonly nameCounts: Uint32Array<ArrayBuffer>;
  readonly deadSince: Uint32Array<ArrayBuffer>;
  readonly causes: Uint8Array<ArrayBuffer>;
  private readonly layerOfEntry: Uint16Array | Uint32Array;
  private readonly pathLengths = new U32Column();
  /** Lists of existing children; node numbers plus one, 0 ends a list. */
  private readonly firstChild = new U32Column();
  private readonly nextChild = new U32Column();
  private readonly previousChild = new U32Column();

  constructor(readonly layers: readonly LayerIndex[]) {
    let count = 0;
    this.bases = layers.map((layer) => {
      count += layer.entries.count;
      return count - layer.entries.count;
    });
    this.nameCounts = new Uint32Array(count);
    this.deadSince = new Uint32Array(count);
    this.causes = new Uint8Array(count);
    this.layerOfEntry = layers.length > 0xffff ? new Uint32Array(count) : new Uint16Array(count);
    for (const [layer, base] of this.bases.entries()) {
      const end = base + (layers[layer]?.entries.count ?? 0);
      this.layerOfEntry.fill(layer, base, end);
      this.deadSince.fill(layer, base, end);
    }
    this.pathLengths.push(0);
  }

  /** Returns the child of a node, created if it is missing; `noNode` if its path would be too long. */
  enter(parent: number, name: number): number {
    const length = this.pathLengths.at(parent) + this.names.get(name).length + (parent === rootNode ? 0 : 1);
    if (length > maxPathBytes) return noNode;
    const node = this.paths.enter(parent, name);
    if (node === this.pathLengths.length) this.pathLengths.push(length);
    return node;
  }

  /** Returns the layer and row of an entry. */
  entryAt(entry: number): EntryAt | undefined {
    const layer = this.layerOf(entry);
    const index = this.layers[layer];
    return index && { index, row: entry - (this.bases[layer] ?? 0) };
  }

  layerOf(entry: number): number {
    return this.layerOfEntry[entry] ?? 0;
  }

  /** Type of what a path is after an event, as a position in `entryTypes`, or `brokenType`. */
  typeAfter(event: number): number {
    const inode = this.events.inodes.at(event);
    if (inode === noEntry) return this.events.entries.at(event) === noEntry ? dirType : brokenType;
    return this.typeOfEntry(inode);
  }

  typeOfEntry(entry: number): number {
    const at = this.entryAt(entry);
    return at?.index.entries.types[at.row] ?? brokenType;
  }

  /** Returns the last event of a path that exists, or `noNode`. */
  stateOf(node: number): number {
    const event = this.events.lastOf(node);
    return this.events.exists(event) ? event : noNode;
  }

  isDirectory(node: number): boolean {
    if (node === rootNode) return true;
    const event = this.stateOf(node);
    return event !== noNode && this.typeAfter(event) === dirType;
  }

  /** Puts an entry at a path; `noEntry` is an implied folder. */
  put(node: number, layer: number, entry: number, inode: number): void {
    const old = this.stateOf(node);
    const kind = old === noNode ? added : this.changeOf(old, entry, inode);
    if (old === noNode && node !== rootNode) this.link(node);
    const oldInode = old === noNode ? noEntry : this.events.inodes.at(old);
    this.events.add(node, layer, kind, entry, inode);
    if (inode === oldInode) return;
    if (inode !== noEntry) this.nameCounts[inode] = (this.nameCounts[inode] ?? 0) + 1;
    if (inode !== noEntry && this.nameCounts[inode] === 1) this.deadSince[inode] = noEntry;
    if (oldInode === noEntry) return;
    const isFile = inode !== noEntry && hasContent(this.typeOfEntry(inode)) && hasContent(this.typeOfEntry(oldInode));
    const same = isFile && this.isSame(oldInode, inode);
    this.dropName(
      oldInode,
      layer,
      isFile ? causeOf(same ? 'rewritten with the same bytes' : 'rewritten') : causeOf('replaced by another type'),
    );
  }

  /** Removes a path and everything below it, for the reason of `kind`. */
  remove(node: number, layer: number, kind: number): void {
    this.removeBelow(node, layer, kind);
    const inode = this.events.inodes.at(this.events.lastOf(node));
    this.unlink(node);
    this.events.add(node, layer, kind, noEntry, noEntry);
    const cause = {
      [removedKind]: causeOf('removed'),
      [hiddenKind]: causeOf('hidden by an opaque folder'),
      [replacedKind]: causeOf('replaced by another type'),
    }[kind];
    if (inode !== noEntry) this.dropName(inode, layer, cause ?? 0);
  }

  /** Removes everything below a path. */
  removeBelow(node: number, layer: number, kind: number): void {
    for (const child of this.children(node)) this.remove(child, layer, kind);
  }

  /** Yields the existing children of a node; the one that was yielded last may be removed. */
  *children(node: number): Generator<number> {
    for (let next = this.firstChild.at(node); next !== 0; ) {
      const child = next - 1;
      next = this.nextChild.at(child);
      yield child;
    }
  }

  /** Notes that an entry was replaced by another type within its layer, that a whiteout has content, or that it is left out. */
  noteReplaced(entry: number): void {
    this.causes[entry] = causeOf('replaced by another type');
  }

  noteWhiteout(entry: number): void {
    this.causes[entry] = whiteoutContent;
  }

  noteLeftOut(entry: number): void {
    this.causes[entry] = leftOut;
  }

  isLeftOut(entry: number): boolean {
    return this.causes[entry] === leftOut;
  }

  /** Adds a finding about an entry. */
  find(reason: LayerFindingReason, layer: number, entry: number, detail?: string): void {
    const path = () => {
      const at = this.entryAt(entry);
      return at ? decodeName(pathBytes(at.index, at.index.entries.paths[at.row] ?? rootNode)) : '';
    };
    this.findings.add(reason, path, { layer, ...(detail === undefined ? {} : { detail }) });
  }

  /** Adds a finding about a path. */
  findAt(reason: LayerFindingReason, layer: number, node: number): void {
    this.findings.add(reason, () => decodeName(this.pathOf(node)), { layer });
  }

  /** Returns a function from a path node of a layer, as written there, to the node of all layers. */
  writtenPaths(layer: number): (node: number) => number {
    const index = this.layers[layer];
    const { parents, names } = index?.paths ?? { parents: new Uint32Array(1), names: new Uint32Array(1) };
    const shared = new Uint32Array(parents.length).fill(noNode);
    shared[rootNode] = rootNode;
    return (node) => {
      const path: number[] = [];
      for (let at = node; shared[at] === noNode; at = parents[at] ?? rootNode) path.push(at);
      for (let at = path.pop(); at !== undefined && index; at = path.pop()) {
        const name = this.names.intern(byteString(index.names, names[at] ?? 0));
        shared[at] = this.enter(shared[parents[at] ?? rootNode] ?? rootNode, name);
      }
      return shared[node] ?? rootNode;
    };
  }

  /** Returns the path of a node as bytes, without a leading slash. */
  pathOf(node: number): Uint8Array {
    const bytes = new Uint8Array(this.pathLengths.at(node));
    let end = bytes.length;
    for (let at = node; at !== rootNode; at = this.paths.parents.at(at)) {
      const name = this.names.get(this.paths.names.at(at));
      bytes.set(name, end - name.length);
      end -= name.length + 1;
      if (end > 0) bytes[end] = 0x2f;
    }
    return bytes;
  }

  private changeOf(old: number, entry: number, inode: number): number {
    const oldInode = this.events.inodes.at(old);
    const type = inode !== noEntry ? this.typeOfEntry(inode) : entry === noEntry ? dirType : brokenType;
    if (type !== this.typeAfter(old)) return kindOf('type');
    const again = kindOf(type === dirType ? 'listed again' : 'stored again');
    if (inode === oldInode) return again;
    const [before, after] = [this.entryAt(oldInode), this.entryAt(inode)];
    // An implied folder has no attributes of its own.
    if (!before || !after || oldInode === noEntry || inode === noEntry) return kindOf('attributes');
    if (!hasSameContent(before, after)) return kindOf('content');
    return hasSameAttributes(before, after) ? again : kindOf('attributes');
  }

  private isSame(a: number, b: number): boolean {
    const [before, after] = [this.entryAt(a), this.entryAt(b)];
    return before !== undefined && after !== undefined && hasSameContent(before, after);
  }

  private dropName(inode: number, layer: number, cause: number): void {
    const count = (this.nameCounts[inode] ?? 1) - 1;
    this.nameCounts[inode] = count;
    if (count > 0) return;
    this.deadSince[inode] = layer;
    this.causes[inode] = cause;
  }

  private link(node: number): void {
    const parent = this.paths.parents.at(node);
    const first = this.firstChild.at(parent);
    this.nextChild.set(node, first);
    this.previousChild.set(node, 0);
    if (first !== 0) this.previousChild.set(first - 1, node + 1);
    this.firstChild.set(parent, node + 1);
  }

  private unlink(node: number): void {
    const [previous, next] = [this.previousChild.at(node), this.nextChild.at(node)];
    if (previous !== 0) this.nextChild.set(previous - 1, next);
    else this.firstChild.set(this.paths.parents.at(node), next);
    if (next !== 0) this.previousChild.set(next - 1, previous);
  }
}

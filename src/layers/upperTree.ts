import { U32Column } from './columns.ts';
import { noNode, rootNode } from './pathTable.ts';

/** Kinds of nodes of an upper tree: none, a folder for marks only, a folder that no entry lists, a listed folder, anything else. */
export const upperKinds = { none: 0, ghost: 1, implied: 2, directory: 3, leaf: 4 } as const;

/**
 * The tree of one layer, before it is laid on those below (docs/decisions/layers.md). Nodes are those of the shared
 * path table. Each node has a generation, given when it is created or replaced. It is part of the tree if its parent is and still
 * has the generation that the node was attached to, so that replacing a folder drops everything below it at once.
 */
export class UpperTree {
  private readonly generations = new U32Column();
  private readonly parentGenerations = new U32Column();
  private readonly kinds = new U32Column();
  /** The entry that is listed there, and the one with its content. */
  readonly entries = new U32Column();
  readonly inodes = new U32Column();
  private readonly opaque = new U32Column();
  /** Generation of the parent in which the node's name is marked as removed. */
  private readonly marks = new U32Column();
  /** Lists of children and of marked names; node numbers plus one. */
  private readonly firstChild = new U32Column();
  private readonly nextChild = new U32Column();
  private readonly firstMark = new U32Column();
  private readonly nextMark = new U32Column();
  private generation = 0;

  /** Starts the tree of the next layer: a root that is implied. */
  reset(): void {
    this.renew(rootNode, upperKinds.implied);
  }

  /** Returns the kind of a node whose parent is part of the tree. */
  kind(node: number, parent: number): number {
    return this.isAttached(node, parent) ? this.kinds.at(node) : upperKinds.none;
  }

  /** Returns the kind of the root. */
  rootKind(): number {
    return this.kinds.at(rootNode);
  }

  /** Changes the kind of a node that is part of the tree; everything below it stays. */
  setKind(node: number, kind: number): void {
    this.kinds.set(node, kind);
  }

  /** Creates or replaces a node; nothing is below it. */
  create(node: number, parent: number, kind: number): void {
    if (!this.isAttached(node, parent)) {
      this.parentGenerations.set(node, this.generations.at(parent));
      this.nextChild.set(node, this.firstChild.at(parent));
      this.firstChild.set(parent, node + 1);
    }
    this.renew(node, kind);
  }

  setEntry(node: number, entry: number, inode: number): void {
    this.entries.set(node, entry);
    this.inodes.set(node, inode);
  }

  setOpaque(node: number): void {
    this.opaque.set(node, 1);
  }

  isOpaque(node: number): boolean {
    return this.opaque.at(node) === 1;
  }

  /** Marks a name in a folder as removed. */
  mark(node: number, parent: number): void {
    if (this.isMarked(node, parent)) return;
    this.marks.set(node, this.generations.at(parent));
    this.nextMark.set(node, this.firstMark.at(parent));
    this.firstMark.set(parent, node + 1);
  }

  isMarked(node: number, parent: number): boolean {
    return this.marks.at(node) === this.generations.at(parent);
  }

  /** Yields the names that are marked in a folder. */
  *marked(parent: number): Generator<number> {
    for (let at = this.firstMark.at(parent); at !== 0; at = this.nextMark.at(at - 1)) yield at - 1;
  }

  /** Yields the children of a folder. */
  *children(parent: number): Generator<number> {
    for (let at = this.firstChild.at(parent); at !== 0; at = this.nextChild.at(at - 1)) yield at - 1;
  }

  private isAttached(node: number, parent: number): boolean {
    return node !== noNode && this.parentGenerations.at(node) === this.generations.at(parent);
  }

  private renew(node: number, kind: number): void {
    this.generation++;
    this.generations.set(node, this.generation);
    this.kinds.set(node, kind);
    this.opaque.set(node, 0);
    this.firstChild.set(node, 0);
    this.firstMark.set(node, 0);
    this.entries.set(node, noNode);
    this.inodes.set(node, noNode);
  }
}

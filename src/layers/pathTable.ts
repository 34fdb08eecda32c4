import { U32Column } from './columns.ts';

/** Number of the node above all others. Its parent is itself, its name the empty string. */
export const rootNode = 0;
/** Marks a missing node. */
export const noNode = 0xffffffff;

/**
 * A tree of paths in columns: each node has the number of its parent and of its name. Parents come before their children.
 * Names are numbers of a `ByteStringTable`.
 */
export class PathTable {
  readonly parents = new U32Column();
  readonly names = new U32Column();
  /** Number of a node plus one; 0 is a free slot. Its length is a power of two. */
  private slots = new Uint32Array(64);
  private readonly seed = (Math.random() * 2 ** 32) | 1;

  constructor() {
    this.parents.push(rootNode);
    this.names.push(0);
  }

  get count(): number {
    return this.parents.length;
  }

  /** Returns the node of a name below a parent; creates it if it is missing. */
  enter(parent: number, name: number): number {
    const slot = this.slotOf(parent, name);
    const found = this.slots[slot];
    if (found) return found - 1;
    const node = this.parents.length;
    this.parents.push(parent);
    this.names.push(name);
    this.slots[slot] = node + 1;
    if (node * 2 > this.slots.length) this.grow();
    return node;
  }

  /** Returns the node of a name below a parent, or `noNode`. */
  find(parent: number, name: number): number {
    const found = this.slots[this.slotOf(parent, name)];
    return found ? found - 1 : noNode;
  }

  private slotOf(parent: number, name: number): number {
    const mask = this.slots.length - 1;
    let slot = this.hash(parent, name) & mask;
    for (let found = this.slots[slot]; found; found = this.slots[slot]) {
      if (this.parents.at(found - 1) === parent && this.names.at(found - 1) === name) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private hash(parent: number, name: number): number {
    let hash = Math.imul(parent ^ this.seed, 0x9e3779b1) ^ Math.imul(name, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
    return (hash ^ (hash >>> 15)) >>> 0;
  }

  private grow(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    // The root has no slot: nothing looks for it by name.
    for (let node = 1; node < this.parents.length; node++) {
      this.slots[this.slotOf(this.parents.at(node), this.names.at(node))] = node + 1;
    }
  }
}

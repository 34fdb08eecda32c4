import { F64Column, U32Column } from './columns.ts';
import { type PathTable, rootNode } from './pathTable.ts';

/**
 * A tree of dive (`FileTree`): nodes of a path table with size and "is a directory". A node is part of it if its parent is, and has
 * the generation that the node was attached to: removing a node drops everything below it.
 */
export class DiveTree {
  private readonly generations = new U32Column();
  private readonly parentGenerations = new U32Column();
  /** Lists of children, also removed ones; node numbers plus one. A node is listed once for a generation of its parent. */
  private readonly firstChild = new U32Column();
  private readonly nextChild = new U32Column();
  private readonly listedIn = new U32Column();
  private readonly sizes = new F64Column();
  private readonly directories = new U32Column();
  private generation = 0;

  constructor(private readonly paths: PathTable) {
    this.clear();
  }

  /** Removes all nodes. */
  clear(): void {
    this.renew(rootNode);
  }

  has(node: number): boolean {
    for (let at = node; at !== rootNode; at = this.paths.parents.at(at)) if (!this.isAttached(at)) return false;
    return true;
  }

  size(node: number): number {
    return this.sizes.array[node] ?? 0;
  }

  isDirectory(node: number): boolean {
    return this.directories.at(node) === 1;
  }

  /** Adds a node with its payload; missing parents get an empty one (`AddPath`). An existing node keeps its children. */
  add(node: number, size: number, isDirectory: boolean): void {
    this.addFolders(node);
    if (node !== rootNode) this.setPayload(node, size, isDirectory);
  }

  /** Adds a node and its parents, if they are missing, with empty payloads. */
  addFolders(node: number): void {
    const path: number[] = [];
    for (let at = node; at !== rootNode; at = this.paths.parents.at(at)) path.push(at);
    for (let at = path.pop(); at !== undefined; at = path.pop()) {
      if (this.isAttached(at)) continue;
      this.attach(at);
      this.setPayload(at, 0, false);
    }
  }

  /** Removes a node and everything below it (`RemovePath`); the root cannot be removed. */
  remove(node: number): void {
    if (node !== rootNode && this.has(node)) this.parentGenerations.set(node, 0);
  }

  /** Returns the children of a node that is part of the tree. */
  children(node: number): number[] {
    const children: number[] = [];
    for (let at = this.firstChild.at(node); at !== 0; at = this.nextChild.at(at - 1)) {
      if (this.isAttached(at - 1)) children.push(at - 1);
    }
    return children;
  }

  /** Returns the sum of sizes of a node and everything below it. `known` has sums of nodes that do not change meanwhile. */
  sum(node: number, known: Map<number, number>): number {
    const found = known.get(node);
    if (found !== undefined) return found;
    let sum = this.size(node);
    for (const child of this.children(node)) sum += this.sum(child, known);
    known.set(node, sum);
    return sum;
  }

  private attach(node: number): void {
    const parent = this.paths.parents.at(node);
    const generation = this.generations.at(parent);
    this.renew(node);
    this.parentGenerations.set(node, generation);
    if (this.listedIn.at(node) === generation) return;
    this.listedIn.set(node, generation);
    this.nextChild.set(node, this.firstChild.at(parent));
    this.firstChild.set(parent, node + 1);
  }

  private renew(node: number): void {
    this.generation++;
    this.generations.set(node, this.generation);
    this.firstChild.set(node, 0);
  }

  private isAttached(node: number): boolean {
    return this.parentGenerations.at(node) === this.generations.at(this.paths.parents.at(node));
  }

  private setPayload(node: number, size: number, isDirectory: boolean): void {
    while (this.sizes.length <= node) this.sizes.push(0);
    this.sizes.array[node] = size;
    this.directories.set(node, isDirectory ? 1 : 0);
  }
}

import { F64Column, rareValue, U32Column } from './columns.ts';
import { DivePaths } from './divePaths.ts';
import { DiveTree } from './diveTree.ts';
import { dirType, entryFlags, entrySize, type LayerIndex } from './layerIndex.ts';
import { rootNode } from './pathTable.ts';

/** The score of dive (github.com/wagoodman/dive v0.13, filetree/efficiency.go), with its errors. */
export interface DiveScore {
  readonly efficiency: number;
  /** All copies of the paths in `inefficient`, the needed ones too. */
  readonly wastedBytes: number;
  /** In the order in which dive shows them: largest first. */
  readonly inefficient: readonly { readonly path: string; readonly count: number; readonly bytes: number }[];
}

/**
 * Computes dive's score. Returns undefined if dive refuses the image: a layer has a pax global header, or its tar cannot be read to
 * its end.
 */
export function computeDiveScore(layers: readonly LayerIndex[]): DiveScore | undefined {
  if (layers.some((layer) => layer.hasGlobalHeader || !layer.isTarComplete)) return undefined;
  const paths = new DivePaths(layers);
  const scores = new PathScores();
  const tree = new DiveTree(paths.table);
  const stack = new DiveTree(paths.table);
  for (const [layer, index] of layers.entries()) {
    tree.clear();
    fillTree(tree, index, paths);
    const nodes = listNodes(tree, paths);
    // The stack of no layers is a copy of the first one.
    if (layer === 0) for (const { node } of nodes) stack.add(node, tree.size(node), tree.isDirectory(node));
    visitLeaves(nodes, tree, stack, paths, scores);
    for (const { node } of nodes) {
      if (paths.isWhiteout(node)) stack.remove(paths.lookUp(paths.shown(node)));
      else stack.add(paths.cleaned(node), tree.size(node), tree.isDirectory(node));
    }
  }
  return scores.finish((node) => paths.text(node));
}

function visitLeaves(
  nodes: readonly VisitedNode[],
  tree: DiveTree,
  stack: DiveTree,
  paths: DivePaths,
  scores: PathScores,
): void {
  const sums = new Map<number, number>();
  for (const { node, isLeaf } of nodes) {
    if (!isLeaf) continue;
    const path = paths.shown(node);
    const row = scores.open(path);
    if (!paths.isWhiteout(node)) {
      scores.add(row, tree.size(node));
      continue;
    }
    const previous = paths.lookUp(path);
    // An error of `GetNode` ends the visit of this layer.
    if (!stack.has(previous)) return;
    scores.add(row, previous !== rootNode && stack.isDirectory(previous) ? stack.sum(previous, sums) : 0);
  }
}

function fillTree(tree: DiveTree, index: LayerIndex, paths: DivePaths): void {
  const { entries } = index;
  for (let row = 0; row < entries.count; row++) {
    const { node, isEnded } = paths.enter(index, row);
    const size = rareValue(entries.rare.headerSizes, row) ?? entrySize(entries, row);
    const isFolder = entries.types[row] === dirType || ((entries.flags[row] ?? 0) & entryFlags.directoryMode) !== 0;
    // The parents of what is ended stay.
    if (isEnded) tree.addFolders(node);
    else tree.add(node, size, isFolder);
  }
}

interface VisitedNode {
  readonly node: number;
  readonly isLeaf: boolean;
}

/** Returns the nodes with children before parents, siblings by the bytes of their names (`VisitDepthChildFirst`). */
function listNodes(tree: DiveTree, paths: DivePaths): readonly VisitedNode[] {
  const nodes: VisitedNode[] = [];
  const visit = (parent: number): boolean => {
    const children = tree.children(parent).sort((a, b) => paths.rank(a) - paths.rank(b));
    for (const node of children) {
      const isLeaf = visit(node);
      nodes.push({ node, isLeaf });
    }
    return children.length === 0;
  };
  visit(rootNode);
  return nodes;
}

/** Sizes by path, as `EfficiencyData` of dive. */
class PathScores {
  private readonly rows = new Map<number, number>();
  private readonly nodes = new U32Column();
  private readonly bytes = new F64Column();
  private readonly minima = new F64Column();
  private readonly counts = new U32Column();
  private readonly found: number[] = [];

  /** Returns the row of a path, created if it is missing. */
  open(path: number): number {
    let row = this.rows.get(path);
    if (row === undefined) {
      row = this.nodes.length;
      this.rows.set(path, row);
      this.nodes.push(path);
      this.bytes.push(0);
      this.minima.push(-1);
      this.counts.push(0);
    }
    return row;
  }

  add(row: number, size: number): void {
    this.bytes.array[row] = (this.bytes.array[row] ?? 0) + size;
    const minimum = this.minima.array[row] ?? 0;
    if (minimum < 0 || size < minimum) this.minima.array[row] = size;
    this.counts.set(row, this.counts.at(row) + 1);
    if (this.counts.at(row) === 2) this.found.push(row);
  }

  finish(textOf: (node: number) => string): DiveScore {
    const sum = (column: F64Column) => column.trimmed().reduce((total, value) => total + value, 0);
    const bytes = sum(this.bytes);
    const bytesOfRow = (row: number) => this.bytes.array[row] ?? 0;
    // Sorted ascending and shown in reverse.
    const rows = [...this.found].sort((a, b) => bytesOfRow(a) - bytesOfRow(b)).reverse();
    return {
      efficiency: bytes === 0 ? 1 : sum(this.minima) / bytes,
      wastedBytes: rows.reduce((total, row) => total + bytesOfRow(row), 0),
      inefficient: rows.map((row) => ({
        path: textOf(this.nodes.at(row)),
        count: this.counts.at(row),
        bytes: bytesOfRow(row),
      })),
    };
  }
}

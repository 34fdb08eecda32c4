import { compareBytes } from './byteStrings.ts';
import { hasContent, storedSize } from './layerIndex.ts';
import { type MergeState, type WasteCause, wasteCauses } from './mergeState.ts';
import { escapeName } from './nameText.ts';
import { rootNode } from './pathTable.ts';

/** Dead bytes at one path. */
export interface WastedPath {
  /** As written in the layer, normalised, with a leading slash; `\xNN` is a byte that is not UTF-8. */
  readonly path: string;
  /** Number of entries with content at the path, live ones too. */
  readonly count: number;
  readonly bytes: number;
  /** Why the largest of them is dead, and the layer that made it so, from 0. */
  readonly cause: WasteCause;
  readonly layer: number;
}

/** Dead bytes of one layer. */
export interface WastedLayer {
  readonly layer: number;
  readonly storedBytes: number;
  readonly wastedBytes: number;
  /** The layers that made them dead, with the number of bytes. */
  readonly by: readonly { readonly layer: number; readonly bytes: number }[];
  /** An estimate of what the layer's blob would be smaller: dead bytes by its compression ratio. */
  readonly estimatedPackedBytes: number;
}

/** Unpacked bytes that the layers store, and those that no name of the merged file system leads to. */
export interface Waste {
  readonly storedBytes: number;
  readonly liveBytes: number;
  readonly wastedBytes: number;
  /** Live bytes by stored bytes; 1 if nothing is stored. */
  readonly efficiency: number;
  /** Most bytes first, then by the bytes of the path. */
  readonly byPath: readonly WastedPath[];
}

/** The same bytes by layer and by cause. */
export interface WasteDetails {
  readonly byLayer: readonly WastedLayer[];
  readonly byCause: Readonly<Partial<Record<WasteCause, number>>>;
}

interface PathSum {
  count: number;
  bytes: number;
  largest: number;
  cause: number;
  layer: number;
}

/** Computes the waste of the layers up to one. A file with holes counts as stored. */
export function computeWaste(
  state: MergeState,
  upto: number,
): { readonly waste: Waste; readonly details: WasteDetails } {
  const byCause: Partial<Record<WasteCause, number>> = {};
  const sums = new Map<number, PathSum>();
  const byLayer: WastedLayer[] = [];
  let [storedBytes, wastedBytes] = [0, 0];
  for (const [layer, index] of state.layers.slice(0, upto + 1).entries()) {
    const { entries } = index;
    const base = state.bases[layer] ?? 0;
    const writtenPath = state.writtenPaths(layer);
    const by = new Map<number, number>();
    let [stored, wasted] = [0, 0];
    for (let row = 0; row < entries.count; row++) {
      const entry = base + row;
      if (!hasContent(entries.types[row] ?? 0) || state.isLeftOut(entry)) continue;
      const size = storedSize(entries, row);
      const dead = state.deadSince[entry] ?? 0;
      const isDead = dead <= upto;
      stored += size;
      const node = writtenPath(entries.paths[row] ?? rootNode);
      const sum = sums.get(node);
      if (sum) sum.count++;
      else sums.set(node, { count: 1, bytes: 0, largest: -1, cause: 0, layer: 0 });
      if (!isDead) continue;
      wasted += size;
      by.set(dead, (by.get(dead) ?? 0) + size);
      const cause = state.causes[entry] ?? 0;
      const name = wasteCauses[cause];
      if (name && size > 0) byCause[name] = (byCause[name] ?? 0) + size;
      const at = sums.get(node);
      if (!at) continue;
      at.bytes += size;
      if (size > at.largest) [at.largest, at.cause, at.layer] = [size, cause, dead];
    }
    storedBytes += stored;
    wastedBytes += wasted;
    byLayer.push({
      layer,
      storedBytes: stored,
      wastedBytes: wasted,
      by: [...by].map(([from, bytes]) => ({ layer: from, bytes })).filter(({ bytes }) => bytes > 0),
      estimatedPackedBytes: index.unpackedSize > 0 ? Math.round((wasted * index.packedSize) / index.unpackedSize) : 0,
    });
  }
  const liveBytes = storedBytes - wastedBytes;
  const efficiency = storedBytes === 0 ? 1 : liveBytes / storedBytes;
  return {
    waste: { storedBytes, liveBytes, wastedBytes, efficiency, byPath: listPaths(state, sums) },
    details: { byLayer, byCause },
  };
}

function listPaths(state: MergeState, sums: ReadonlyMap<number, PathSum>): readonly WastedPath[] {
  return [...sums]
    .filter(([, { bytes }]) => bytes > 0)
    .map(([node, sum]) => ({ bytes: state.pathOf(node), sum }))
    .sort((a, b) => b.sum.bytes - a.sum.bytes || compareBytes(a.bytes, b.bytes))
    .map(({ bytes, sum }) => ({
      path: `/${escapeName(bytes)}`,
      count: sum.count,
      bytes: sum.bytes,
      cause: wasteCauses[sum.cause] ?? 'removed',
      layer: sum.layer,
    }));
}

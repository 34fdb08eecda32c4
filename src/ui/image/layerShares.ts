import { totalSize } from '../../oci/index.ts';

/** A layer with the size that its descriptor states. */
export interface SizedLayer {
  readonly path: string;
  /** From 1, in the order of the manifest. */
  readonly number: number;
  /** Its build step on one line; '' if unknown. */
  readonly note: string;
  readonly size: bigint;
}

/** A layer with a colour of its own in the bar. */
export interface ColoredLayer extends SizedLayer {
  /** 1 to 4, by size. */
  readonly color: number;
}

const maxColors = 4;
/** Smaller layers have no colour of their own: they would be too thin to point at. */
const minShare = 0.01;

/** Order of the parts of the bar. */
export type BarOrder = 'size' | 'layers';

/**
 * Returns the parts of the bar: up to four layers over 1 % with a colour each, and the others. In the order of the layers, a part
 * holds all others that follow each other.
 */
export function layerShares(
  layers: readonly SizedLayer[],
  order: BarOrder,
): readonly (ColoredLayer | readonly SizedLayer[])[] {
  const total = totalSize(layers) ?? 0n;
  const bySize = [...layers].sort((a, b) => (a.size === b.size ? a.number - b.number : a.size < b.size ? 1 : -1));
  const large = bySize.slice(0, maxColors).filter(({ size }) => shareOf(size, total) >= minShare);
  const colored = new Map(large.map((layer, index) => [layer.path, { ...layer, color: index + 1 }]));
  const small = bySize.filter(({ path }) => !colored.has(path));
  if (order === 'size') return small.length > 0 ? [...colored.values(), small] : [...colored.values()];
  const parts: (ColoredLayer | SizedLayer[])[] = [];
  for (const layer of layers) {
    const own = colored.get(layer.path);
    const before = parts.at(-1);
    if (own) parts.push(own);
    else if (Array.isArray(before)) before.push(layer);
    else parts.push([layer]);
  }
  return parts;
}

/** Returns the share of the total, 0 to 1. Returns 1 for each part if the total is 0. */
export function shareOf(size: bigint, total: bigint): number {
  return total <= 0n ? 1 : Number(size) / Number(total);
}

import { describe, expect, it } from 'vitest';
import { type BarOrder, layerShares, type SizedLayer, shareOf } from './layerShares.ts';

describe('layerShares', () => {
  it('gives the four largest layers a colour, by size, and puts the others together', () => {
    expect(shown([10, 500, 30, 200, 20, 40, 5], 'size')).toEqual(['2:1', '4:2', '6:3', '3:4', '5+1+7']);
  });

  it('keeps the order of the layers on request, and puts small neighbours together', () => {
    expect(shown([10, 5, 500, 1, 200, 3, 4], 'layers')).toEqual(['1:3', '2', '3:1', '4', '5:2', '6+7']);
  });

  it('gives no colour to a layer under 1 % of the total', () => {
    expect(shown([1000, 9, 11], 'size')).toEqual(['1:1', '3:2', '2']);
  });

  it('takes the first of layers of the same size', () => {
    expect(shown([5, 5, 5, 5, 5], 'size')).toEqual(['1:1', '2:2', '3:3', '4:4', '5']);
  });
});

describe('shareOf', () => {
  it('divides sizes beyond 2^53', () => {
    expect(shareOf(2n ** 62n, 2n ** 63n)).toBe(0.5);
    expect(shareOf(1n, 4n)).toBe(0.25);
  });

  it('returns the same share for all parts if the total is 0', () => {
    expect(shareOf(0n, 0n)).toBe(1);
    expect(shareOf(0n, 10n)).toBe(0);
  });
});

/** Returns `3:1` for layer 3 in colour 1, `5+1` for layers 5 and 1 without one. */
function shown(sizes: readonly number[], order: BarOrder): readonly string[] {
  const layers = sizes.map(
    (size, index): SizedLayer => ({ path: String(index), number: index + 1, note: '', size: BigInt(size) }),
  );
  return layerShares(layers, order).map((part) =>
    'color' in part ? `${part.number}:${part.color}` : part.map(({ number }) => number).join('+'),
  );
}

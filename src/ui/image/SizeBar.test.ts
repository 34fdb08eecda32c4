import { describe, expect, it } from 'vitest';
import { type BarPart, chooseParts, shareOf } from './SizeBar.tsx';

describe('chooseParts', () => {
  it('selects the largest parts in layer order and gives neighbours different colours', () => {
    const { drawn, named, rest } = chooseParts(partsOf(Array.from({ length: 500 }, (_, index) => (index * 37) % 500)));
    expect([drawn.length, named.length, rest.length]).toEqual([32, 6, 468]);
    expect(Math.min(...drawn.map(({ part }) => Number(part.size)))).toBe(468);
    const paths = drawn.map(({ part }) => Number(part.path));
    expect(paths).toEqual([...paths].sort((a, b) => a - b));
    expect(drawn.every(({ color }, index) => color !== drawn[index + 1]?.color)).toBe(true);
    expect(named.every((part) => drawn.includes(part))).toBe(true);
  });

  it('selects the first of parts of the same size', () => {
    const { drawn, named } = chooseParts(partsOf(Array.from({ length: 40 }, () => 5)));
    expect(drawn.map(({ part }) => part.path).at(-1)).toBe('31');
    expect(named.map(({ part }) => part.path)).toEqual(['0', '1', '2', '3', '4', '5']);
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

function partsOf(sizes: readonly number[]): readonly BarPart[] {
  return sizes.map((size, index) => ({ path: String(index), name: String(index + 1), note: '', size: BigInt(size) }));
}

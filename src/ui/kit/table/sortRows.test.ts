import { describe, expect, it } from 'vitest';
import { nextOrder, type SortValue, sortRows } from './sortRows.ts';

describe('sortRows', () => {
  it('sorts sizes by value, even beyond 2^53, with missing values last in both directions', () => {
    const sizes = [2n ** 53n + 1n, undefined, 10n, 2n ** 53n];
    expect(sorted(sizes, false)).toEqual([10n, 2n ** 53n, 2n ** 53n + 1n, undefined]);
    expect(sorted(sizes, true)).toEqual([2n ** 53n + 1n, 2n ** 53n, 10n, undefined]);
  });

  it('sorts names with numbers in numeric order', () => {
    expect(sorted(['linux/arm/v10', 'linux/arm/v7', 'linux/amd64'], false)).toEqual([
      'linux/amd64',
      'linux/arm/v7',
      'linux/arm/v10',
    ]);
  });

  it('keeps the order of equal rows in both directions', () => {
    const rows = [
      { name: 'a', size: 1n },
      { name: 'b', size: 1n },
    ];
    for (const isDescending of [false, true]) expect(sortRows(rows, ({ size }) => size, isDescending)).toEqual(rows);
  });
});

describe('nextOrder', () => {
  it('cycles through sorted, reversed and the original order', () => {
    const first = nextOrder(undefined, 'Platform', false);
    const second = nextOrder(first, 'Platform', false);
    expect([first, second, nextOrder(second, 'Platform', false)]).toEqual([
      { column: 'Platform', isDescending: false },
      { column: 'Platform', isDescending: true },
      undefined,
    ]);
  });

  it('starts with the largest for numbers', () => {
    expect(nextOrder({ column: 'Platform', isDescending: true }, 'Size', true)).toEqual({
      column: 'Size',
      isDescending: true,
    });
  });
});

function sorted(values: readonly SortValue[], isDescending: boolean): readonly SortValue[] {
  return sortRows(values, (value) => value, isDescending);
}

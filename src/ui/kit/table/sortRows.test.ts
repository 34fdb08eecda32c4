import { describe, expect, it } from 'vitest';
import { nextOrder, type SortValue, sortRows } from './sortRows.ts';

describe('rows in order', () => {
  it('of sizes stand by value, beyond what a number holds, and those without one come last both ways', () => {
    const sizes = [2n ** 53n + 1n, undefined, 10n, 2n ** 53n];
    expect(sorted(sizes, false)).toEqual([10n, 2n ** 53n, 2n ** 53n + 1n, undefined]);
    expect(sorted(sizes, true)).toEqual([2n ** 53n + 1n, 2n ** 53n, 10n, undefined]);
  });

  it('of names stand as people count', () => {
    expect(sorted(['linux/arm/v10', 'linux/arm/v7', 'linux/amd64'], false)).toEqual([
      'linux/amd64',
      'linux/arm/v7',
      'linux/arm/v10',
    ]);
  });

  it('that are equal stay as they stand, both ways', () => {
    const rows = [
      { name: 'a', size: 1n },
      { name: 'b', size: 1n },
    ];
    for (const isDescending of [false, true]) expect(sortRows(rows, ({ size }) => size, isDescending)).toEqual(rows);
  });
});

describe('a press on a header', () => {
  it('goes from the document’s order through both of the column and back', () => {
    const first = nextOrder(undefined, 'Platform', false);
    const second = nextOrder(first, 'Platform', false);
    expect([first, second, nextOrder(second, 'Platform', false)]).toEqual([
      { column: 'Platform', isDescending: false },
      { column: 'Platform', isDescending: true },
      undefined,
    ]);
  });

  it('begins with the largest where it counts', () => {
    expect(nextOrder({ column: 'Platform', isDescending: true }, 'Size', true)).toEqual({
      column: 'Size',
      isDescending: true,
    });
  });
});

function sorted(values: readonly SortValue[], isDescending: boolean): readonly SortValue[] {
  return sortRows(values, (value) => value, isDescending);
}

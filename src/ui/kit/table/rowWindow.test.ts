import { describe, expect, it } from 'vitest';
import { firstRange, placesOf, rangeOf, rowHeightPx } from './rowWindow.ts';

describe('the rows of a table that are drawn', () => {
  it('are all of a short one', () => {
    expect(rangeOf(100, 0, 300)).toEqual({ start: 0, end: 100 });
    expect(firstRange(100)).toEqual({ start: 0, end: 100 });
  });

  it('are those of a long one that are seen, with some around them', () => {
    for (const above of [0, 1000, 1000 * rowHeightPx - 600]) {
      const { start, end } = rangeOf(1000, above, 600);
      expect(start).toBeLessThanOrEqual(above / rowHeightPx);
      expect(end).toBeGreaterThanOrEqual(Math.min(1000, (above + 600) / rowHeightPx));
      expect(end - start).toBeLessThan(64);
    }
    expect(firstRange(1000).end).toBeLessThan(64);
  });

  it('are none beyond its ends', () => {
    expect(rangeOf(1000, -5000, 600)).toEqual({ start: 0, end: 0 });
    expect(rangeOf(1000, 1e9, 600)).toEqual({ start: 1000, end: 1000 });
  });

  it('have among them the one with the focus, which is not lost when it is scrolled away', () => {
    expect(placesOf({ start: 10, end: 13 }, 2, 1000)).toEqual([2, 10, 11, 12]);
    expect(placesOf({ start: 10, end: 13 }, 11, 1000)).toEqual([10, 11, 12]);
    expect(placesOf({ start: 10, end: 13 }, 999, 1000)).toEqual([10, 11, 12, 999]);
    expect(placesOf({ start: 10, end: 13 }, 1000, 1000)).toEqual([10, 11, 12]);
  });
});

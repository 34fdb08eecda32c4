import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowHeightPx, windowOf } from './treeWindow.ts';

describe('windowOf', () => {
  it('returns all rows of a short list at any scroll position', () => {
    expect(windowOf(200, { top: 3000, height: 100 }, 0)).toHaveLength(200);
    expect(windowOf(0, { top: 0, height: 100 }, 0)).toEqual([]);
  });

  it('returns the visible rows of a long list, some around them, and the focused one', () => {
    const rows = windowOf(10_000, { top: 5000 * rowHeightPx, height: 10 * rowHeightPx }, 3);
    expect(rows[0]).toBe(3);
    expect(rows.slice(1)).toEqual(Array.from({ length: 34 }, (_, index) => 4988 + index));
    expect(windowOf(10_000, { top: 0, height: 300 }, 9999).at(-1)).toBe(9999);
  });

  it('returns ascending indexes within the list that cover the viewport', () => {
    const size = fc.nat(100_000);
    fc.assert(
      fc.property(size, size, fc.nat(2000), fc.integer({ min: -1, max: 100_000 }), (count, top, height, focused) => {
        const rows = windowOf(count, { top, height }, focused);
        expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
        expect(rows.every((row) => row >= 0 && row < count)).toBe(true);
        const [first, last] = [Math.floor(top / rowHeightPx), Math.floor((top + height) / rowHeightPx)];
        for (const seen of [first, last]) if (seen < count) expect(rows).toContain(seen);
        expect(rows.length).toBeLessThanOrEqual(Math.max(200, Math.ceil(height / rowHeightPx) + 26));
      }),
    );
  });
});

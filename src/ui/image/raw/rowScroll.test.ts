import { describe, expect, it } from 'vitest';
import { maxHeightPx, RowScroll, rowHeightPx } from './rowScroll.ts';

const seenPx = 600;

describe('RowScroll', () => {
  it('scrolls natively if the rows fit', () => {
    const scroll = scrollOf(1000);
    expect([scroll.moved(5000, seenPx), scroll.topPx, scroll.shiftPx]).toEqual([5000, 5000, 0]);
    expect(scroll.to(500, seenPx)).toBe(500 * rowHeightPx - 200);
  });

  it('reaches the first and last row of a taller list, within the element', () => {
    const rows = 4_000_000;
    const scroll = scrollOf(rows);
    expect(scroll.heightPx).toBe(maxHeightPx);
    scroll.moved(maxHeightPx - seenPx, seenPx);
    expect(scroll.topPx).toBe(rows * rowHeightPx - seenPx);
    expect(rows * rowHeightPx + scroll.shiftPx).toBe(maxHeightPx);
    scroll.moved(0, seenPx);
    expect([scroll.topPx, scroll.shiftPx]).toEqual([0, 0]);
  });

  it('moves a taller list by the scrolled px, up to both ends', () => {
    const rows = 1_000_000;
    const scroll = scrollOf(rows);
    let at = scroll.to(rows - 200, seenPx);
    for (let moves = 0; moves < 100; moves++) {
      const before = scroll.topPx;
      at = scroll.moved(at + 100, seenPx);
      expect(scroll.topPx - before).toBe(Math.min(100, rows * rowHeightPx - seenPx - before));
      expect(at).toBeLessThanOrEqual(maxHeightPx - seenPx);
    }
    expect(scroll.topPx).toBe(rows * rowHeightPx - seenPx);
    at = scroll.to(100, seenPx);
    for (let moves = 0; moves < 100; moves++) at = scroll.moved(Math.max(0, at - 100), seenPx);
    expect([scroll.topPx, at]).toEqual([0, 0]);
  });
});

function scrollOf(rows: number): RowScroll {
  const scroll = new RowScroll();
  scroll.resize(rows);
  return scroll;
}

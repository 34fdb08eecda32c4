import { describe, expect, it } from 'vitest';
import { highestPx, RowScroll, rowHeightPx } from './rowScroll.ts';

const seenPx = 600;

describe('scrolling rows', () => {
  it('that a browser has room for is its own scrolling', () => {
    const scroll = scrollOf(1000);
    expect([scroll.moved(5000, seenPx), scroll.topPx, scroll.shiftPx]).toEqual([5000, 5000, 0]);
    expect(scroll.to(500, seenPx)).toBe(500 * rowHeightPx - 200);
  });

  it('beyond that reaches the first and the last row, and none is drawn outside of the element', () => {
    const rows = 4_000_000;
    const scroll = scrollOf(rows);
    expect(scroll.heightPx).toBe(highestPx);
    scroll.moved(highestPx - seenPx, seenPx);
    expect(scroll.topPx).toBe(rows * rowHeightPx - seenPx);
    expect(rows * rowHeightPx + scroll.shiftPx).toBe(highestPx);
    scroll.moved(0, seenPx);
    expect([scroll.topPx, scroll.shiftPx]).toEqual([0, 0]);
  });

  it('beyond that moves by as many px as a small move does, up and down, without an end before the last row', () => {
    const rows = 1_000_000;
    const scroll = scrollOf(rows);
    let at = scroll.to(rows - 200, seenPx);
    for (let moves = 0; moves < 100; moves++) {
      const before = scroll.topPx;
      at = scroll.moved(at + 100, seenPx);
      expect(scroll.topPx - before).toBe(Math.min(100, rows * rowHeightPx - seenPx - before));
      expect(at).toBeLessThanOrEqual(highestPx - seenPx);
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

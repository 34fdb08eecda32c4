import { useReducer, useRef, useState } from 'react';
import { RowScroll, rowHeightPx } from './rowScroll.ts';

const overscanRows = 24;
/** Rows are added and removed in steps of this many. */
const step = 8;

/** The range of rows to draw, with the functions that scroll to others. */
export interface RowWindow {
  readonly first: number;
  /** Index after the last row. */
  readonly end: number;
  readonly heightPx: number;
  /** Returns the position of a row in the element, in px. */
  topOf(row: number): number;
  onScroll(): void;
  /** Scrolls to a row if it is not visible. */
  show(row: number): void;
}

/** Returns the rows near the viewport. If `isLong` is false, all rows are drawn. */
export function useRawRowWindow(
  box: { readonly current: HTMLElement | null },
  count: number,
  isLong: boolean,
  seenPx: number,
): RowWindow {
  const [scroll] = useState(() => new RowScroll());
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  scroll.resize(count);
  const near = Math.floor(scroll.topPx / rowHeightPx / step) * step;
  const first = isLong ? Math.max(0, near - overscanRows) : 0;
  const end = isLong ? Math.min(count, near + step + Math.ceil(seenPx / rowHeightPx) + overscanRows) : count;
  const drawn = useRef({ near, shiftPx: scroll.shiftPx });
  drawn.current = { near, shiftPx: scroll.shiftPx };
  const place = (element: HTMLElement, scrollTop: number) => {
    if (scrollTop !== element.scrollTop) element.scrollTop = scrollTop;
    const isSame =
      Math.floor(scroll.topPx / rowHeightPx / step) * step === drawn.current.near &&
      scroll.shiftPx === drawn.current.shiftPx;
    if (isLong && !isSame) redraw();
  };
  return {
    first,
    end,
    heightPx: scroll.heightPx,
    topOf: (row) => row * rowHeightPx + scroll.shiftPx,
    onScroll: () => {
      const element = box.current;
      if (element) place(element, scroll.moved(element.scrollTop, element.clientHeight));
    },
    show: (row) => {
      const element = box.current;
      if (!element) return;
      scroll.moved(element.scrollTop, element.clientHeight);
      const topPx = row * rowHeightPx - scroll.topPx;
      const isSeen = topPx >= 0 && topPx + rowHeightPx <= element.clientHeight;
      if (!isSeen) place(element, scroll.to(row, element.clientHeight));
    },
  };
}

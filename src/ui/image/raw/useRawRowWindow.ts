import { useReducer, useRef, useState } from 'react';
import { RowScroll, rowHeightPx } from './rowScroll.ts';

const overscanRows = 24;
/** Rows are added and removed so many at a time. */
const step = 8;

/** The rows that are drawn, and how to come to others. */
export interface RowWindow {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
  readonly heightPx: number;
  /** Where a row is drawn in the element. */
  topOf(row: number): number;
  onScroll(): void;
  /** Scrolls to a row that is not seen. */
  show(row: number): void;
}

/** Which rows of a list are near what is seen of it. Those of a short list (`isLong` false) are drawn all. */
export function useRowWindow(
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

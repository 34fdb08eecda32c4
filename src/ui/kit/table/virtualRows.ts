import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, useLayoutEffect, useRef, useState } from 'react';
import { usePlatform } from '../usePlatform.ts';
import { scrollerOf } from './scrollerOf.ts';

/** Up to this number, all rows are in the DOM, so that the browser's own search finds them. */
const maxPlainRows = 100;
const overscan = 6;

export interface VirtualRow {
  readonly index: number;
  /** Height in pixels of the rows omitted before this one. */
  readonly gapBefore: number;
}

export interface VirtualRows {
  readonly isVirtual: boolean;
  readonly rows: readonly VirtualRow[];
  /** Height in pixels of the rows omitted after the last one. */
  readonly gapAfter: number;
  /** Ref of the element that contains the rows and nothing above them. */
  readonly ref: (element: HTMLElement | null) => void;
  /** `onFocus` of that element: keeps the focused row in the DOM when it is scrolled away. */
  readonly onFocus: (event: FocusEvent) => void;
  /** Props of a row, with which its height is measured. */
  readonly rowProps: (index: number) => {
    readonly 'data-index'?: number;
    readonly ref?: (element: HTMLElement | null) => void;
  };
}

/**
 * Returns the rows to render of a long list, inside the nearest scrolling ancestor. Rows may have any height; `estimate` must be
 * fast, since it is called often for every row. A short list is rendered completely, without measurements.
 */
export function useVirtualRows(count: number, estimate: (index: number) => number): VirtualRows {
  const { window } = usePlatform();
  const [holder, setHolder] = useState<HTMLElement | null>(null);
  const focused = useRef<number | undefined>(undefined);
  const isVirtual = count > maxPlainRows;
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [offset, setOffset] = useState(0);
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: isVirtual ? count : 0,
    getScrollElement: () => scroller,
    estimateSize: estimate,
    scrollMargin: offset,
    overscan,
    useAnimationFrameWithResizeObserver: true,
    rangeExtractor: (range) => withFocused(defaultRangeExtractor(range), focused.current, count),
  });
  // Content above the rows may load later or change: measure the offset after each render and whenever a size changes.
  useLayoutEffect(() => {
    if (!isVirtual || !holder) return;
    const parent = scrollerOf(holder, window);
    setScroller(parent);
    const measure = () =>
      setOffset(Math.round(holder.getBoundingClientRect().top - parent.getBoundingClientRect().top + parent.scrollTop));
    measure();
    const observer = new ResizeObserver(measure);
    for (const child of parent.children) observer.observe(child);
    return () => observer.disconnect();
  }, [isVirtual, holder, window]);
  if (!isVirtual) {
    const rows = Array.from({ length: count }, (_, index) => ({ index, gapBefore: 0 }));
    return { isVirtual, rows, gapAfter: 0, ref: setHolder, onFocus: () => {}, rowProps: () => ({}) };
  }
  let end = offset;
  const rows = virtualizer.getVirtualItems().map((item): VirtualRow => {
    const gapBefore = Math.max(0, item.start - end);
    end = item.end;
    return { index: item.index, gapBefore };
  });
  return {
    isVirtual,
    rows,
    gapAfter: Math.max(0, virtualizer.getTotalSize() + offset - end),
    ref: setHolder,
    onFocus: ({ target }) => {
      const row = target.closest<HTMLElement>('[data-index]');
      focused.current = row ? Number(row.dataset.index) : undefined;
    },
    rowProps: (index) => ({ 'data-index': index, ref: virtualizer.measureElement }),
  };
}

function withFocused(indexes: readonly number[], focused: number | undefined, count: number): number[] {
  if (focused === undefined || focused >= count || indexes.includes(focused)) return [...indexes];
  return [...indexes, focused].sort((a, b) => a - b);
}

import { type RefObject, useEffect, useState } from 'react';
import { usePlatform } from '../platform.ts';
import { firstRange, isWindowed, type RowRange, rangeOf } from './rowWindow.ts';
import { scrollerOf } from './scrollerOf.ts';

/**
 * Which rows of a table body are drawn, as it is scrolled in whatever scrolls it. The virtualizer that other lists have
 * would have to be told how high everything above the table is, each time that changes; where the body stands tells it.
 */
export function useRowWindow(body: RefObject<HTMLElement | null>, count: number): RowRange {
  const { window } = usePlatform();
  const [range, setRange] = useState(() => firstRange(count));
  const isLong = isWindowed(count);
  useEffect(() => {
    const list = isLong ? body.current : null;
    if (!list) return;
    let scroller: HTMLElement | undefined;
    const measure = () => {
      if (!scroller) return;
      const above = scroller.getBoundingClientRect().top - list.getBoundingClientRect().top;
      const next = rangeOf(count, above, scroller.clientHeight);
      setRange((before) => (before.start === next.start && before.end === next.end ? before : next));
    };
    // It is called when all is laid out: to ask for a place before would lay out the page once more. What stands above the
    // table may grow, too, without anything being scrolled.
    const observer = new ResizeObserver(() => {
      if (!scroller) {
        scroller = scrollerOf(list, window);
        scroller.addEventListener('scroll', measure, { passive: true });
      }
      measure();
    });
    for (let element: HTMLElement | null = list; element; element = element.parentElement) observer.observe(element);
    return () => {
      observer.disconnect();
      scroller?.removeEventListener('scroll', measure);
    };
  }, [window, body, count, isLong]);
  if (!isLong) return { start: 0, end: count };
  return {
    start: Math.min(range.start, count),
    end: Math.max(Math.min(range.end, count), Math.min(range.start, count)),
  };
}

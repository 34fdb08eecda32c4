import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect } from 'react';
import type { TreeRow } from './tree.ts';

const rowHeight = 30;

/** The rows of a long tree that are near what is seen, and always the focused one's neighbourhood. */
export function VirtualRows({
  rows,
  scroller,
  focusIndex,
  renderRow,
}: {
  readonly rows: readonly TreeRow[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly focusIndex: number;
  readonly renderRow: (row: TreeRow) => ReactNode;
}) {
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useEffect(() => {
    if (focusIndex >= 0) virtualizer.scrollToIndex(focusIndex);
  }, [focusIndex, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <div role="presentation" style={{ height: before }} />
      {items.map(({ index }) => {
        const row = rows[index];
        return row ? renderRow(row) : null;
      })}
      <div role="presentation" style={{ height: after }} />
    </>
  );
}

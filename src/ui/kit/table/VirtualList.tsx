import type { ReactNode } from 'react';
import styles from './values.module.css';
import { useVirtualRows } from './virtualRows.ts';

/** A list of any length: if it is long, only the rows in view are in the DOM. It scrolls in the nearest scrolling ancestor. */
export function VirtualList<Row>({
  rows,
  keyOf,
  estimatedRowHeight,
  className,
  rowClassName,
  children,
}: {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string | number;
  /** Height of a row that was not drawn yet, in pixels. */
  readonly estimatedRowHeight: number;
  readonly className?: string | undefined;
  readonly rowClassName?: string | undefined;
  readonly children: (row: Row) => ReactNode;
}) {
  const {
    isVirtual,
    rows: drawn,
    gapAfter,
    ref,
    onFocus,
    rowProps,
  } = useVirtualRows(rows.length, () => estimatedRowHeight);
  return (
    // biome-ignore lint/a11y/noRedundantRoles: WebKit drops the role of a list without markers
    <ul role="list" className={`${styles.list} ${className ?? ''}`} ref={ref} onFocus={onFocus}>
      {drawn.flatMap(({ index, gapBefore }) => {
        const row = rows[index];
        if (row === undefined) return [];
        return (
          <li
            key={keyOf(row, index)}
            className={rowClassName}
            style={gapBefore > 0 ? { marginTop: gapBefore } : undefined}
            aria-setsize={isVirtual ? rows.length : undefined}
            aria-posinset={isVirtual ? index + 1 : undefined}
            {...rowProps(index)}
          >
            {children(row)}
          </li>
        );
      })}
      {gapAfter > 0 ? <li aria-hidden="true" style={{ height: gapAfter }} /> : null}
    </ul>
  );
}

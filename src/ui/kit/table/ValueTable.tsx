import type { ReactNode } from 'react';
import { visible } from '../visible.ts';
import styles from './values.module.css';
import { useVirtualRows } from './virtualRows.ts';

const usualHeight = 29;

/** Shows any number of names and values in monospace, such as annotations, labels or environment variables. */
export function ValueTable({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  const virtual = useVirtualRows(rows.length, () => usualHeight);
  return (
    <dl className={styles.values} ref={virtual.ref} onFocus={virtual.onFocus}>
      {virtual.rows.map(({ index, gapBefore }) => {
        const [name, value] = rows[index] ?? [''];
        return (
          <div key={index} style={{ marginTop: gapBefore }} {...virtual.rowProps(index)}>
            <dt>{visible(name)}</dt>
            <dd>{value}</dd>
          </div>
        );
      })}
      {virtual.gapAfter > 0 ? <div aria-hidden="true" style={{ height: virtual.gapAfter }} /> : null}
    </dl>
  );
}

import type { ReactNode } from 'react';
import { visible } from '../visible.ts';
import styles from './values.module.css';
import { useVirtualRows } from './virtualRows.ts';

const usualHeight = 29;

/** Names and values, both in monospace, however many there are: annotations, labels, environment. */
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

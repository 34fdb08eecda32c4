import { Fragment, type ReactNode } from 'react';
import parts from '../parts.module.css';
import { Gap } from './Gap.tsx';
import { useVirtualRows } from './virtualRows.ts';

/** A table of things, however many there are: those that are seen are drawn. Its first column is the head of each row. */
export function VirtualTable<Item>({
  label,
  columns,
  items,
  keyOf,
  cellsOf,
  usualHeight,
  styles,
}: {
  readonly label: string;
  /** `Size` stands right; `Actions` is for screen readers alone. */
  readonly columns: readonly string[];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly cellsOf: (item: Item) => ReactNode;
  /** Of a row that was not drawn yet, in pixels. */
  readonly usualHeight: number;
  readonly styles: { readonly [part: string]: string | undefined };
}) {
  const virtual = useVirtualRows(items.length, () => usualHeight);
  const gap = (height: number) => <Gap height={height} columns={columns.length} className={styles.gap} />;
  return (
    <div className={styles.scroll}>
      <table className={styles.images} aria-label={label} aria-rowcount={items.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((name) => (
              <th key={name} scope="col" className={name === 'Size' ? parts.number : undefined}>
                {name === 'Actions' ? <span className={parts.hidden}>{name}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={virtual.ref} onFocus={virtual.onFocus}>
          {virtual.rows.map(({ index, gapBefore }) => {
            const item = items[index];
            return item === undefined ? null : (
              <Fragment key={keyOf(item)}>
                {gap(gapBefore)}
                <tr aria-rowindex={index + 2} {...virtual.rowProps(index)}>
                  {cellsOf(item)}
                </tr>
              </Fragment>
            );
          })}
          {gap(virtual.gapAfter)}
        </tbody>
      </table>
    </div>
  );
}

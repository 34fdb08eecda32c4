import { Fragment, type ReactNode, useMemo, useState } from 'react';
import parts from '../parts.module.css';
import { Gap } from './Gap.tsx';
import { nextOrder, type SortOrder, type SortValue, sortRows } from './sortRows.ts';
import styles from './table.module.css';
import { useVirtualRows } from './virtualRows.ts';

/** A column of a table. The cells of the first one are the headings of their rows. */
export interface Column<Row> {
  readonly name: string;
  readonly title?: string | undefined;
  readonly isNumber?: boolean;
  /** Hides the name from all but screen readers. */
  readonly isNameHidden?: boolean;
  /** Share of the table's width. With it, widths do not change with the rows that happen to be drawn. */
  readonly share?: number;
  /** Class of the cells, not of the heading. */
  readonly className?: string | undefined;
  /** Makes the column sortable by this value. Rows without a value come last in either order. */
  readonly sortValue?: (row: Row) => SortValue;
  readonly cell: (row: Row) => ReactNode;
}

/** Classes for tables that do not look like the default one. */
interface TableStyles {
  readonly box?: string | undefined;
  readonly table?: string | undefined;
}

const defaultRowHeight = 38;

/** A sortable table of any length: if it is long, only the rows in view are in the DOM. */
export function DataTable<Row>({
  label,
  rows,
  keyOf,
  columns,
  estimatedRowHeight = defaultRowHeight,
  kindOf,
  className = {},
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string | number;
  /** Evaluated again when the array changes. */
  readonly columns: readonly Column<Row>[];
  /** Height of a row that was not drawn yet, in pixels. */
  readonly estimatedRowHeight?: number;
  /** Value of the `data-kind` attribute of a row. */
  readonly kindOf?: (row: Row) => string;
  readonly className?: TableStyles;
}) {
  const [order, setOrder] = useState<SortOrder>();
  const sorted = useMemo(() => {
    const sortValue = columns.find(({ name }) => name === order?.column)?.sortValue;
    return order && sortValue ? sortRows(rows, sortValue, order.isDescending) : rows;
  }, [rows, columns, order]);
  const {
    isVirtual,
    rows: drawn,
    gapAfter,
    ref,
    onFocus,
    rowProps,
  } = useVirtualRows(rows.length, () => estimatedRowHeight);
  return (
    <div className={className.box ?? styles.box}>
      <table
        className={className.table ?? styles.table}
        aria-label={label}
        aria-rowcount={isVirtual ? rows.length + 1 : undefined}
        data-long={isVirtual}
      >
        {isVirtual ? <Widths columns={columns} /> : null}
        <thead>
          <tr aria-rowindex={isVirtual ? 1 : undefined}>
            {columns.map((column) => (
              <Head key={column.name} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody ref={ref} onFocus={onFocus}>
          {drawn.map(({ index, gapBefore }) => {
            const row = sorted[index];
            return row === undefined ? null : (
              <Fragment key={keyOf(row, index)}>
                <Gap height={gapBefore} columns={columns.length} />
                <tr aria-rowindex={isVirtual ? index + 2 : undefined} data-kind={kindOf?.(row)} {...rowProps(index)}>
                  {columns.map((column, at) => (
                    <Cell key={column.name} column={column} isName={at === 0} row={row} />
                  ))}
                </tr>
              </Fragment>
            );
          })}
          <Gap height={gapAfter} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({
  column: { name, title, isNumber, isNameHidden, sortValue },
  order,
  onOrder,
}: {
  readonly column: Column<Row>;
  readonly order: SortOrder | undefined;
  readonly onOrder: (order: SortOrder | undefined) => void;
}) {
  const own = order?.column === name ? order : undefined;
  const sort = own ? (own.isDescending ? 'descending' : 'ascending') : 'none';
  return (
    <th
      scope="col"
      title={title}
      className={isNumber ? parts.number : undefined}
      aria-sort={sortValue ? sort : undefined}
    >
      {sortValue ? (
        <button
          type="button"
          className={styles.sort}
          onClick={() => onOrder(nextOrder(order, name, isNumber === true))}
        >
          {name}
          <span aria-hidden="true" data-sort={sort} />
        </button>
      ) : isNameHidden ? (
        <span className={parts.hidden}>{name}</span>
      ) : (
        name
      )}
    </th>
  );
}

function Cell<Row>({
  column: { isNumber, className, cell },
  isName,
  row,
}: {
  readonly column: Column<Row>;
  readonly isName: boolean;
  readonly row: Row;
}) {
  if (isName)
    return (
      <th scope="row" className={className}>
        {cell(row)}
      </th>
    );
  return <td className={[isNumber ? parts.number : '', className ?? ''].join(' ').trim() || undefined}>{cell(row)}</td>;
}

function Widths<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  const all = columns.reduce((sum, { share = 0 }) => sum + share, 0);
  return (
    <colgroup>
      {columns.map(({ name, share }) => (
        <col key={name} style={share === undefined ? undefined : { width: `${(100 * share) / all}%` }} />
      ))}
    </colgroup>
  );
}

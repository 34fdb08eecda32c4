import { type ReactNode, useMemo, useRef, useState } from 'react';
import parts from '../parts.module.css';
import { isWindowed, placesOf, rowHeightPx } from './rowWindow.ts';
import { nextOrder, type SortOrder, type SortValue, sortRows } from './sortRows.ts';
import styles from './table.module.css';
import { useRowWindow } from './useRowWindow.ts';

/** A column of a table; the first names its row. */
export interface Column<Row> {
  readonly name: string;
  readonly title?: string;
  readonly isNumber?: boolean;
  /** Share of the table's width where it does not follow from all rows, since not all are drawn. */
  readonly share: number;
  /** Where rows may be put in its order: what counts. Rows without a value come last in either order. */
  readonly sortValue?: (row: Row) => SortValue;
  readonly cell: (row: Row) => ReactNode;
}

/** A table of any length: of a long one, the rows that are seen. Its headers put it in order, and back as it was. */
export function DataTable<Row>({
  label,
  rows,
  keyOf,
  columns,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Read again when the array changes. */
  readonly columns: readonly Column<Row>[];
}) {
  const [order, setOrder] = useState<SortOrder>();
  const [focused, setFocused] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  const sorted = useMemo(() => {
    const sortValue = columns.find(({ name }) => name === order?.column)?.sortValue;
    return order && sortValue ? sortRows(rows, sortValue, order.isDescending) : rows;
  }, [rows, columns, order]);
  const range = useRowWindow(body, rows.length);
  const places = placesOf(range, focused, rows.length);
  const isLong = isWindowed(rows.length);
  return (
    <div className={styles.box}>
      <table
        className={styles.table}
        aria-label={label}
        aria-rowcount={isLong ? rows.length + 1 : undefined}
        data-long={isLong}
      >
        {isLong ? <Widths columns={columns} /> : null}
        <thead>
          <tr aria-rowindex={isLong ? 1 : undefined}>
            {columns.map((column) => (
              <Head key={column.name} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onBlur={() => setFocused(-1)}>
          {places.flatMap((place, index) => {
            const row = sorted[place];
            if (row === undefined) return [];
            const missing = place - (places[index - 1] ?? -1) - 1;
            return [
              ...(missing > 0 ? [<Gap key={`above ${place}`} rows={missing} />] : []),
              <tr
                key={keyOf(row)}
                aria-rowindex={isLong ? place + 2 : undefined}
                onFocus={isLong ? () => setFocused(place) : undefined}
              >
                {columns.map((column, at) => (
                  <Cell key={column.name} isName={at === 0} isNumber={column.isNumber}>
                    {column.cell(row)}
                  </Cell>
                ))}
              </tr>,
            ];
          })}
          <Gap rows={rows.length - 1 - (places.at(-1) ?? rows.length - 1)} />
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({
  column: { name, title, isNumber, sortValue },
  order,
  onOrder,
}: {
  readonly column: Column<Row>;
  readonly order: SortOrder | undefined;
  readonly onOrder: (order: SortOrder | undefined) => void;
}) {
  const mine = order?.column === name ? order : undefined;
  const sort = mine ? (mine.isDescending ? 'descending' : 'ascending') : 'none';
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
      ) : (
        name
      )}
    </th>
  );
}

function Cell({
  isName,
  isNumber,
  children,
}: {
  readonly isName: boolean;
  readonly isNumber: boolean | undefined;
  readonly children: ReactNode;
}) {
  if (isName) return <th scope="row">{children}</th>;
  return <td className={isNumber ? parts.number : undefined}>{children}</td>;
}

/** The room of rows that are not drawn. */
function Gap({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null;
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
  return <tr aria-hidden="true" className={styles.gap} style={{ height: rows * rowHeightPx }} />;
}

function Widths<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  const all = columns.reduce((sum, { share }) => sum + share, 0);
  return (
    <colgroup>
      {columns.map(({ name, share }) => (
        <col key={name} style={{ width: `${(100 * share) / all}%` }} />
      ))}
    </colgroup>
  );
}

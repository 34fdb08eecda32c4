/** The value that a row is sorted by; undefined if unknown. */
export type SortValue = bigint | string | undefined;

export interface SortOrder {
  readonly column: string;
  readonly isDescending: boolean;
}

/** Returns the next order after a click on a column's header: sorted, reversed, original. Numbers start with the largest. */
export function nextOrder(order: SortOrder | undefined, column: string, isNumber: boolean): SortOrder | undefined {
  if (order?.column !== column) return { column, isDescending: isNumber };
  return order.isDescending === isNumber ? { column, isDescending: !isNumber } : undefined;
}

/** Returns the rows sorted by value, those without a value last; the sort is stable. */
export function sortRows<Row>(
  rows: readonly Row[],
  sortValue: (row: Row) => SortValue,
  isDescending: boolean,
): readonly Row[] {
  const names = new Intl.Collator('en', { numeric: true });
  const sign = isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: sortValue(row) }))
    .sort(({ value: a }, { value: b }) => {
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
      return sign * compare(a, b, names);
    })
    .map(({ row }) => row);
}

function compare(a: bigint | string, b: bigint | string, names: Intl.Collator): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  return names.compare(String(a), String(b));
}

/** Rows are this high where not all of them are drawn. */
export const rowHeightPx = 38;
/** Up to here all rows are drawn, where the browser's own search finds them. */
const maxPlainRows = 100;
const overscanRows = 12;
const firstRows = 24;
/** The drawn range changes in steps of this number of rows, so that scrolling a few pixels renders nothing. */
const stepRows = 8;

/** Rows from `start` up to but not `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

export function isWindowed(count: number): boolean {
  return count > maxPlainRows;
}

/** What is drawn before it is known how much is seen. */
export function firstRange(count: number): RowRange {
  return { start: 0, end: isWindowed(count) ? Math.min(count, firstRows) : count };
}

/** The rows to be drawn: `abovePx` of the list are above what is seen, which is `heightPx` high. */
export function rangeOf(count: number, abovePx: number, heightPx: number): RowRange {
  if (!isWindowed(count)) return { start: 0, end: count };
  const first = Math.floor(abovePx / rowHeightPx) - overscanRows;
  const last = Math.ceil((abovePx + heightPx) / rowHeightPx) + overscanRows;
  const start = Math.max(0, Math.min(Math.floor(first / stepRows) * stepRows, count));
  return { start, end: Math.max(start, Math.min(Math.ceil(last / stepRows) * stepRows, count)) };
}

/** The places of the rows to be drawn, ascending: the range, and the row that has the focus. */
export function placesOf({ start, end }: RowRange, focused: number, count: number): readonly number[] {
  const seen = Array.from({ length: end - start }, (_, index) => start + index);
  if (focused < 0 || focused >= count || (focused >= start && focused < end)) return seen;
  return focused < start ? [focused, ...seen] : [...seen, focused];
}

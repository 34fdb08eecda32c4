/** Rows are this high, each of them: where one stands follows from its place. */
export const rowHeightPx = 30;
/** Up to here every row is in the DOM, where the browser's own search finds it. */
const maxPlainRows = 200;
const overscanRows = 12;

/** Visible part of a list: its scroll position and height, in px. */
export interface Viewport {
  readonly top: number;
  readonly height: number;
}

/** The places of the rows to be drawn, ascending: all of a short list, else those near what is seen, and `focused`. */
export function windowOf(count: number, { top, height }: Viewport, focused: number): readonly number[] {
  if (count <= maxPlainRows) return range(0, count);
  const first = Math.max(0, Math.min(count - 1, Math.floor(top / rowHeightPx)) - overscanRows);
  const end = Math.min(count, Math.ceil((top + height) / rowHeightPx) + overscanRows);
  const seen = range(first, end);
  if (focused < 0 || focused >= count || (focused >= first && focused < end)) return seen;
  return focused < first ? [focused, ...seen] : [...seen, focused];
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

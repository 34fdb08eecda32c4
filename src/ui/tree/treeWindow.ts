/** Height of each row; a row's position follows from its index. */
export const rowHeightPx = 30;
/** Up to this number all rows are in the DOM, where the browser's own search finds them. */
const maxPlainRows = 200;
const overscanRows = 12;

/** Visible part of a list: its scroll position and height, in px. */
export interface Viewport {
  readonly top: number;
  readonly height: number;
}

/** Returns the indexes of the rows to draw, ascending: all of a short list, else the rows near the viewport and `focused`. */
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

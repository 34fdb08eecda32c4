import { useCallback, useMemo, useReducer, useRef, useState } from 'react';
import { changeSheet, createSheet, reveal, type Sheet, type SheetPath } from './foldedText.ts';
import type { Layout } from './layout.ts';
import { layOut, type RawText } from './readText.ts';

export interface SheetState {
  readonly layout: Layout;
  readonly sheet: Sheet;
  /** Changes the sheet at a path; the same function always. */
  change(path: SheetPath, change: (sheet: Sheet) => Sheet): void;
  /** Unfolds what hides a character of the text and scrolls there; the same function always. */
  goTo(offset: number): void;
  /** The character that is to be scrolled to once it is drawn: whoever does that takes it out. */
  readonly wanted: { current: number | undefined };
}

/** A document laid out, with what is folded and opened in it, which another layout keeps. */
export function useSheet(raw: RawText, isIndented: boolean): SheetState {
  const layout = useMemo(() => layOut(raw, isIndented), [raw, isIndented]);
  const [state, setState] = useState(() => createSheet(layout));
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const wanted = useRef<number>(undefined);
  const sheet = useMemo(() => ({ ...state, layout }), [state, layout]);
  const change = useCallback(
    (path: SheetPath, changed: (sheet: Sheet) => Sheet) =>
      setState((before) => changeSheet(before.layout === layout ? before : { ...before, layout }, path, changed)),
    [layout],
  );
  const goTo = useCallback(
    (offset: number) => {
      wanted.current = offset;
      change([], (before) => reveal(before, offset));
      redraw();
    },
    [change],
  );
  return { layout, sheet, change, goTo, wanted };
}

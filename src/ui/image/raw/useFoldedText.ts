import { useCallback, useMemo, useReducer, useRef, useState } from 'react';
import { createFoldedText, type EmbedPath, type FoldedText, reveal, updateAt } from './foldedText.ts';
import type { Layout } from './layout.ts';
import { layOut, type RawText } from './readText.ts';

export interface FoldedTextState {
  readonly layout: Layout;
  readonly text: FoldedText;
  /** Changes the text at a path; a stable function. */
  change(path: EmbedPath, change: (text: FoldedText) => FoldedText): void;
  /** Unfolds what hides a character of the text and scrolls there; a stable function. */
  goTo(offset: number): void;
  /** The character to scroll to once its row is drawn; cleared by the code that scrolls. */
  readonly pendingOffset: { current: number | undefined };
}

/** Lays out a document and holds what is folded and opened in it, across changes of the layout. */
export function useFoldedText(raw: RawText, isIndented: boolean): FoldedTextState {
  const layout = useMemo(() => layOut(raw, isIndented), [raw, isIndented]);
  const [state, setState] = useState(() => createFoldedText(layout));
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const pendingOffset = useRef<number>(undefined);
  const text = useMemo(() => ({ ...state, layout }), [state, layout]);
  const change = useCallback(
    (path: EmbedPath, changed: (text: FoldedText) => FoldedText) =>
      setState((before) => updateAt(before.layout === layout ? before : { ...before, layout }, path, changed)),
    [layout],
  );
  const goTo = useCallback(
    (offset: number) => {
      pendingOffset.current = offset;
      change([], (before) => reveal(before, offset));
      redraw();
    },
    [change],
  );
  return { layout, text, change, goTo, pendingOffset };
}

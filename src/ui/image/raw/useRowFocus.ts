import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { toggleFold } from './foldedText.ts';
import type { Rows } from './rows.ts';
import type { FoldedTextState } from './useFoldedText.ts';

/** Maximum number of rows searched for the next button. */
const maxRowsSearched = 20_000;

/**
 * Puts one of the fold buttons in the tab order; arrow keys move between them (roving tabindex). The focused row stays drawn
 * when it is scrolled out of view.
 */
export function useRowFocus(
  box: { readonly current: HTMLElement | null },
  change: FoldedTextState['change'],
  rows: Rows | undefined,
  show: (row: number) => void,
) {
  const [focused, setFocused] = useState(-1);
  const [lastStop, setStop] = useState(0);
  const wantsFocus = useRef(false);
  const firstFold = useMemo(() => (rows ? nextFold(rows, -1, 1) : -1), [rows]);
  const stop = (rows?.at(lastStop)?.fold ?? -1) >= 0 ? lastStop : firstFold;
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    const button = box.current?.querySelector<HTMLElement>(`[data-row="${stop}"] [data-fold]`);
    button?.focus({ preventScroll: true });
    button?.scrollIntoView({ block: 'nearest' });
  });
  const move = (place: number) => {
    if (place < 0) return;
    wantsFocus.current = true;
    setStop(place);
    setFocused(place);
    show(place);
  };
  const onFocus = ({ target }: FocusEvent) => {
    const place = placeOfElement(target);
    setFocused(place);
    if (target instanceof HTMLElement && target.dataset.fold !== undefined) setStop(place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isFold = event.target instanceof HTMLElement && event.target.dataset.fold !== undefined;
    const place = placeOfElement(event.target);
    const row = rows?.at(place);
    if (!rows || !row || !isFold || event.ctrlKey || event.metaKey || event.altKey) return;
    const isFolded = row.foldedText.folded.has(row.fold);
    const toggle = () => change(row.path, (before) => toggleFold(before, row.fold));
    const act = {
      ArrowDown: () => move(nextFold(rows, place, 1)),
      ArrowUp: () => move(nextFold(rows, place, -1)),
      ArrowRight: () => (isFolded ? toggle() : move(nextFold(rows, place, 1))),
      ArrowLeft: () => (isFolded ? move(nextFold(rows, place, -1)) : toggle()),
      Home: () => move(firstFold),
      End: () => move(nextFold(rows, rows.count, -1)),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return { focused, stop, onFocus, onKeyDown };
}

/** Returns the next row with a fold button, -1 if none is near. */
function nextFold(rows: Rows, from: number, step: 1 | -1): number {
  for (let looked = 1; looked <= maxRowsSearched; looked++) {
    const place = from + step * looked;
    if (place < 0 || place >= rows.count) return -1;
    if ((rows.at(place)?.fold ?? -1) >= 0) return place;
  }
  return -1;
}

function placeOfElement(target: EventTarget): number {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return Number(row?.dataset.row ?? -1);
}

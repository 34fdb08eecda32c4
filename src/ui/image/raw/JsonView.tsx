import { type RefObject, useLayoutEffect, useMemo } from 'react';
import type { Found } from './find.ts';
import { firstBehind } from './find.ts';
import type { DigestLinks } from './links.ts';
import styles from './RawView.module.css';
import { levelPx, type Mark, RowView } from './RowView.tsx';
import { type Row, Rows } from './rows.ts';
import { type BoxSize, useBoxSize } from './useBoxSize.ts';
import type { SheetState } from './useFoldedText.ts';
import { useRowWindow } from './useRawRowWindow.ts';
import { useRowFocus } from './useRowFocus.ts';

/** Up to here every line is in the DOM, where the browser's own search finds it, unless its rows are too many. */
const maxPlainLines = 2000;
const maxPlainRows = 4000;
const minColumns = 24;
/** What of a row is no text: padding, the column of buttons. */
const besideTextPx = 52;

interface SheetViewProps {
  readonly box: RefObject<HTMLElement | null>;
  readonly sheet: SheetState;
  readonly linkOfDigest: DigestLinks;
  /** Matches to be marked. */
  readonly found: Found | undefined;
  readonly current: number;
  readonly linesFound: ReadonlySet<number>;
  readonly chosenLine: number;
}

/** The rows of a sheet: all of a short one, of a long one those near what is seen. */
export function SheetView(props: SheetViewProps) {
  const { box, sheet } = props;
  const size = useBoxSize(box);
  const digits = Math.max(2, String(sheet.layout.lineCount).length);
  const rows = useMemo(() => size && new Rows(sheet.sheet, columnsIn(size, digits)), [sheet.sheet, size, digits]);
  const count = rows?.count ?? 0;
  const isLong = count > maxPlainRows || (count > maxPlainLines && sheet.layout.lineCount > maxPlainLines);
  const window = useRowWindow(box, count, isLong, size?.heightPx ?? 0);
  const { focused, stop, onFocus, onKeyDown } = useRowFocus(box, sheet.change, rows, window.show);
  usePrefetch(props, rows, window.show);
  const drawn = placesOf(window.first, window.end, isLong && focused < count ? focused : -1);
  return (
    <section
      className={styles.box}
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
      aria-label="Raw text"
      onScroll={window.onScroll}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <div className={styles.rows} data-long={isLong || undefined} style={isLong ? { height: window.heightPx } : {}}>
        {drawn.map((place) => {
          const row = rows?.at(place);
          return row ? (
            <RowView
              key={row.key}
              row={row}
              place={place}
              digits={digits}
              topPx={isLong ? window.topOf(place) : undefined}
              isStop={place === stop}
              mark={markOf(row, props)}
              {...foundIn(row, props)}
              change={sheet.change}
              linkOfDigest={props.linkOfDigest}
            />
          ) : null;
        })}
      </div>
    </section>
  );
}

function columnsIn({ widthPx, characterPx }: BoxSize, digits: number): (level: number) => number {
  const roomPx = widthPx - besideTextPx - digits * characterPx;
  return (level) => Math.max(minColumns, Math.floor((roomPx - level * levelPx) / characterPx));
}

function placesOf(first: number, end: number, focused: number): readonly number[] {
  const places = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  if (focused < 0 || (focused >= first && focused < end)) return places;
  return focused < first ? [focused, ...places] : [...places, focused];
}

function markOf({ path, line }: Row, { linesFound, chosenLine }: SheetViewProps): Mark {
  if (path.length > 0) return undefined;
  if (line === chosenLine) return 'chosen';
  return linesFound.has(line) ? 'found' : undefined;
}

/** The matches where a row has any, so that the others are not drawn anew. */
function foundIn({ path, pieces }: Row, { found, current }: SheetViewProps) {
  const first = pieces.find(({ start }) => start >= 0);
  const last = pieces.findLast(({ start }) => start >= 0);
  if (!found || path.length > 0 || !first || !last) return { found: undefined, current: -1 };
  const match = firstBehind(found, first.start);
  const end = last.start + last.text.length;
  if ((found.starts[match] ?? Number.POSITIVE_INFINITY) >= end) return { found: undefined, current: -1 };
  const isCurrent = (found.starts[current] ?? end) < end && (found.ends[current] ?? 0) > first.start;
  return { found, current: isCurrent ? current : -1 };
}

/** Scrolls to what is wanted once its row is there. */
function usePrefetch({ box, sheet }: SheetViewProps, rows: Rows | undefined, show: (row: number) => void): void {
  useLayoutEffect(() => {
    const offset = sheet.wanted.current;
    if (offset === undefined || !rows) return;
    sheet.wanted.current = undefined;
    const place = rows.placeOf(offset);
    show(place);
    box.current?.querySelector(`[data-row="${place}"]`)?.scrollIntoView({ block: 'nearest' });
  });
}

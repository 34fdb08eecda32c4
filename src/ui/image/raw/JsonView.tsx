import { type RefObject, useLayoutEffect, useMemo } from 'react';
import { rawMessages } from '../../messages/raw.ts';
import type { Found } from './find.ts';
import { firstMatchAfter } from './find.ts';
import type { DigestLinks } from './links.ts';
import styles from './RawView.module.css';
import { levelPx, type Mark, RowView } from './RowView.tsx';
import { type Row, Rows } from './rows.ts';
import { type BoxSize, useBoxSize } from './useBoxSize.ts';
import type { FoldedTextState } from './useFoldedText.ts';
import { useRawRowWindow } from './useRawRowWindow.ts';
import { useRowFocus } from './useRowFocus.ts';

/** Up to these limits all rows are in the DOM, where the browser's own search finds them. */
const maxPlainLines = 2000;
const maxPlainRows = 4000;
const minColumns = 24;
/** Padding and the column of buttons of a row. */
const nonTextPx = 52;

interface JsonViewProps {
  readonly box: RefObject<HTMLElement | null>;
  readonly foldedText: FoldedTextState;
  readonly linkOfDigest: DigestLinks;
  /** Matches to mark. */
  readonly found: Found | undefined;
  readonly current: number;
  readonly linesFound: ReadonlySet<number>;
  readonly chosenLine: number;
}

/** Draws the rows of a text: all rows of a short text, the rows near the viewport of a long one. */
export function JsonView(props: JsonViewProps) {
  const { box, foldedText } = props;
  const size = useBoxSize(box);
  const digits = Math.max(2, String(foldedText.layout.lineCount).length);
  const rows = useMemo(
    () => size && new Rows(foldedText.text, columnsIn(size, digits)),
    [foldedText.text, size, digits],
  );
  const count = rows?.count ?? 0;
  const isLong = count > maxPlainRows || (count > maxPlainLines && foldedText.layout.lineCount > maxPlainLines);
  const window = useRawRowWindow(box, count, isLong, size?.heightPx ?? 0);
  const { focused, stop, onFocus, onKeyDown } = useRowFocus(box, foldedText.change, rows, window.show);
  useScrollToPending(props, rows, window.show);
  const drawn = placesOf(window.first, window.end, isLong && focused < count ? focused : -1);
  return (
    <section
      className={styles.box}
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area has to be reachable by keyboard
      tabIndex={0}
      aria-label={rawMessages.region}
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
              change={foldedText.change}
              linkOfDigest={props.linkOfDigest}
            />
          ) : null;
        })}
      </div>
    </section>
  );
}

function columnsIn({ widthPx, characterPx }: BoxSize, digits: number): (level: number) => number {
  const roomPx = widthPx - nonTextPx - digits * characterPx;
  return (level) => Math.max(minColumns, Math.floor((roomPx - level * levelPx) / characterPx));
}

function placesOf(first: number, end: number, focused: number): readonly number[] {
  const places = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  if (focused < 0 || (focused >= first && focused < end)) return places;
  return focused < first ? [focused, ...places] : [...places, focused];
}

function markOf({ path, line }: Row, { linesFound, chosenLine }: JsonViewProps): Mark {
  if (path.length > 0) return undefined;
  if (line === chosenLine) return 'chosen';
  return linesFound.has(line) ? 'found' : undefined;
}

/** Passes the matches only to rows that have one, so that the other rows are not drawn again. */
function foundIn({ path, pieces }: Row, { found, current }: JsonViewProps) {
  const first = pieces.find(({ start }) => start >= 0);
  const last = pieces.findLast(({ start }) => start >= 0);
  if (!found || path.length > 0 || !first || !last) return { found: undefined, current: -1 };
  const match = firstMatchAfter(found, first.start);
  const end = last.start + last.text.length;
  if ((found.starts[match] ?? Number.POSITIVE_INFINITY) >= end) return { found: undefined, current: -1 };
  const isCurrent = (found.starts[current] ?? end) < end && (found.ends[current] ?? 0) > first.start;
  return { found, current: isCurrent ? current : -1 };
}

/** Scrolls to the pending offset once its row exists. */
function useScrollToPending(
  { box, foldedText }: JsonViewProps,
  rows: Rows | undefined,
  show: (row: number) => void,
): void {
  useLayoutEffect(() => {
    const offset = foldedText.pendingOffset.current;
    if (offset === undefined || !rows) return;
    foldedText.pendingOffset.current = undefined;
    const place = rows.placeOf(offset);
    show(place);
    box.current?.querySelector(`[data-row="${place}"]`)?.scrollIntoView({ block: 'nearest' });
  });
}

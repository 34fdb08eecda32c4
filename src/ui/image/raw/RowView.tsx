import { memo } from 'react';
import { groupDigits } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { rawMessages } from '../../messages/raw.ts';
import { drawPieces, type PieceProps } from './drawPieces.tsx';
import { toggleFold } from './foldedText.ts';
import { keyBefore, stringValue } from './jsonPlace.ts';
import styles from './RawView.module.css';
import type { FoldedRest } from './rows.ts';

/** Indentation of each level of text that is opened in place. */
export const levelPx = 20;

/** `found`: the line has a finding; `chosen`: it has the selected finding. */
export type Mark = 'found' | 'chosen' | undefined;

interface RowProps extends PieceProps {
  /** Index of the row, counted from 0. */
  readonly place: number;
  /** Number of digits of the largest line number. */
  readonly digits: number;
  /** Position in a list with virtual rows; undefined if all rows are drawn. */
  readonly topPx: number | undefined;
  /** True if the row's fold button is the one in the tab order. */
  readonly isStop: boolean;
  readonly mark: Mark;
}

/** Draws one row. Line numbers and other decoration are CSS content, so that they are neither copied nor found. */
export const RowView = memo(function RowView(props: RowProps) {
  const { row, place, digits, topPx, mark } = props;
  const level = row.path.length;
  return (
    <div
      className={styles.row}
      data-row={place}
      data-mark={mark}
      data-level={level || undefined}
      style={topPx === undefined ? {} : { top: topPx }}
    >
      <span className={styles.gutter} data-number={row.number} style={{ width: `${digits}ch` }} />
      {level > 0 ? <span className={styles.inset} style={{ width: level * levelPx }} /> : null}
      <span className={styles.fold}>{row.fold >= 0 ? <FoldButton {...props} /> : null}</span>
      <code>
        {drawPieces(row.pieces, props)}
        {row.folded ? <FoldedPart {...props} folded={row.folded} /> : null}
      </code>
    </div>
  );
});

function FoldButton({ row, isStop, change }: RowProps) {
  const { fold, foldedText, path, line } = row;
  const { tokens } = foldedText.layout;
  const key = tokens ? keyBefore(tokens, fold) : -1;
  const name = tokens && key >= 0 ? stringValue(tokens, key)?.slice(0, 80) : undefined;
  return (
    <button
      type="button"
      data-fold=""
      tabIndex={isStop ? 0 : -1}
      aria-expanded={!foldedText.folded.has(fold)}
      aria-label={rawMessages.foldLabel(name, line + 1, path.length > 0)}
      onClick={() => change(path, (before) => toggleFold(before, fold))}
    >
      <Icon name="twisty" />
    </button>
  );
}

/** Draws the placeholder of folded content, `… 12`, and the closing bracket. */
function FoldedPart({ folded: { bracket, count, closing }, ...props }: RowProps & { readonly folded: FoldedRest }) {
  const { path } = props.row;
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={styles.rest}
        aria-label={rawMessages.unfoldEntries(count)}
        onClick={() => props.change(path, (before) => toggleFold(before, bracket))}
      >
        … {groupDigits(count)}
      </button>
      {drawPieces(closing, props)}
    </>
  );
}

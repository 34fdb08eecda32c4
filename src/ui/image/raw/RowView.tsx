import { memo } from 'react';
import { formatCount, groupDigits } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { drawPieces, type PieceProps } from './drawPieces.tsx';
import { toggleFold } from './foldedText.ts';
import { keyBefore, stringValue } from './jsonPlace.ts';
import styles from './RawView.module.css';
import type { FoldedRest } from './rows.ts';

/** How far each level of what is opened in place stands in. */
export const levelPx = 20;

/** A line with a finding, or with the one that is looked at. */
export type Mark = 'found' | 'chosen' | undefined;

interface RowProps extends PieceProps {
  /** Which row it is, counted from 0. */
  readonly place: number;
  /** Of the largest line number. */
  readonly digits: number;
  /** Where it is drawn; undefined where rows stand under one another by themselves. */
  readonly topPx: number | undefined;
  /** Whether its button that folds is the one in the tab order. */
  readonly isStop: boolean;
  readonly mark: Mark;
}

/** One row. What of it is no text of the document is drawn by style, so that it is neither copied nor found. */
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
  const { fold, sheet, path, line } = row;
  const { tokens } = sheet.layout;
  const key = tokens ? keyBefore(tokens, fold) : -1;
  const name = tokens && key >= 0 ? stringValue(tokens, key)?.slice(0, 80) : undefined;
  return (
    <button
      type="button"
      data-fold=""
      tabIndex={isStop ? 0 : -1}
      aria-expanded={!sheet.folded.has(fold)}
      aria-label={`${name ? `${name}, ` : ''}line ${line + 1}${path.length > 0 ? ', opened in place' : ''}`}
      onClick={() => change(path, (before) => toggleFold(before, fold))}
    >
      <Icon name="twisty" />
    </button>
  );
}

/** What stands for what is folded: `… 12`, and the end of it. */
function FoldedPart({ folded: { bracket, count, closing }, ...props }: RowProps & { readonly folded: FoldedRest }) {
  const { path } = props.row;
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={styles.rest}
        aria-label={`Unfold ${formatCount(count, 'entry', 'entries')}`}
        onClick={() => props.change(path, (before) => toggleFold(before, bracket))}
      >
        … {groupDigits(count)}
      </button>
      {drawPieces(closing, props)}
    </>
  );
}

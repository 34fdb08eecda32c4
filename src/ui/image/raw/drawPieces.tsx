import type { ReactNode } from 'react';
import { openingOf, openString } from './embeddedStrings.ts';
import { type Found, firstBehind } from './find.ts';
import { deepestSheet, toggleOpened } from './foldedText.ts';
import { keyOfValue } from './jsonPlace.ts';
import type { Piece } from './layout.ts';
import { type DigestLinks, linkOfString, type RawLink } from './links.ts';
import styles from './RawView.module.css';
import type { Row } from './rows.ts';
import type { SheetState } from './useFoldedText.ts';

export interface PieceProps {
  readonly row: Row;
  /** Undefined where the row has no match. */
  readonly found: Found | undefined;
  readonly current: number;
  readonly change: SheetState['change'];
  readonly linkOfDigest: DigestLinks;
}

/** Pieces of a row as they are read: coloured, linked, marked where they were found, with what can be opened in place. */
export function drawPieces(pieces: readonly Piece[], props: PieceProps): ReactNode {
  const drawn: ReactNode[] = [];
  let button: ReactNode;
  pieces.forEach((piece, index) => {
    drawn.push(drawPiece(piece, index, props));
    // Behind the comma, where one follows, so that the text reads on.
    const isFollowed = pieces[index + 1]?.kind === 'comma';
    button ??= isEnd(piece, props.row) ? drawOpening(piece.token, props) : undefined;
    if (button === undefined || isFollowed) return;
    drawn.push(button);
    button = undefined;
  });
  return drawn;
}

/** Whether a string ends in this piece. */
function isEnd({ kind, token, start, text }: Piece, { sheet: { layout } }: Row): boolean {
  return kind === 'string' && start + text.length === layout.tokens?.starts[token + 1];
}

function drawOpening(token: number, { row: { sheet, path }, change }: PieceProps): ReactNode {
  const { tokens } = sheet.layout;
  const opening = tokens && path.length < deepestSheet ? openingOf(tokens, token) : undefined;
  if (!tokens || !opening) return undefined;
  const key = keyOfValue(tokens, token);
  return (
    <button
      key={`opening ${token}`}
      type="button"
      className={styles.opening}
      data-label={opening}
      aria-expanded={sheet.opened.has(token)}
      aria-label={key ? `${opening} in ${key.slice(0, 80)}` : opening}
      onClick={() => change(path, (before) => toggleOpened(before, token, () => openString(tokens, token)))}
    />
  );
}

function drawPiece(piece: Piece, index: number, { row, found, current, linkOfDigest }: PieceProps): ReactNode {
  const { kind, token } = piece;
  const { tokens } = row.sheet.layout;
  const inside = found ? markText(piece, found, current) : piece.text;
  const link = kind === 'string' && tokens ? linkOfString(tokens, token, linkOfDigest) : undefined;
  if (link) return drawLink(link, index, inside);
  const className = styles[kind];
  return className ? (
    <span key={index} className={className}>
      {inside}
    </span>
  ) : (
    inside
  );
}

function drawLink({ href, isOutside }: RawLink, index: number, inside: ReactNode): ReactNode {
  return (
    <a key={index} href={href} {...(isOutside ? { rel: 'noopener noreferrer', target: '_blank' } : {})}>
      {inside}
    </a>
  );
}

/** A piece with what was found in it marked. */
function markText({ text, start }: Piece, found: Found, current: number): ReactNode {
  if (start < 0) return text;
  const parts: ReactNode[] = [];
  let at = 0;
  for (let match = firstBehind(found, start); (found.starts[match] ?? Infinity) < start + text.length; match++) {
    const from = Math.max(0, (found.starts[match] ?? 0) - start);
    const to = Math.min(text.length, (found.ends[match] ?? 0) - start);
    parts.push(
      text.slice(at, from),
      <mark key={match} data-current={match === current || undefined}>
        {text.slice(from, to)}
      </mark>,
    );
    at = to;
  }
  return parts.length === 0 ? text : [...parts, text.slice(at)];
}

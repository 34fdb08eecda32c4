import type { ReactNode } from 'react';
import { rawMessages } from '../../messages/raw.ts';
import { embeddedKind, layOutEmbedded } from './embeddedStrings.ts';
import { type Found, firstMatchAfter } from './find.ts';
import { maxEmbedDepth, toggleEmbedded } from './foldedText.ts';
import { keyOfValue } from './jsonPlace.ts';
import type { Piece } from './layout.ts';
import { type DigestLinks, linkOfString, type RawLink } from './links.ts';
import styles from './RawView.module.css';
import type { Row } from './rows.ts';
import type { FoldedTextState } from './useFoldedText.ts';

export interface PieceProps {
  readonly row: Row;
  /** Undefined if the row has no match. */
  readonly found: Found | undefined;
  readonly current: number;
  readonly change: FoldedTextState['change'];
  readonly linkOfDigest: DigestLinks;
}

/** Draws the pieces of a row: coloured, linked, with matches marked and a button after strings that can be opened in place. */
export function drawPieces(pieces: readonly Piece[], props: PieceProps): ReactNode {
  const drawn: ReactNode[] = [];
  let button: ReactNode;
  pieces.forEach((piece, index) => {
    drawn.push(drawPiece(piece, index, props));
    // The button goes after a following comma, so that it does not split the text.
    const isFollowed = pieces[index + 1]?.kind === 'comma';
    button ??= isEnd(piece, props.row) ? drawEmbedButton(piece.token, props) : undefined;
    if (button === undefined || isFollowed) return;
    drawn.push(button);
    button = undefined;
  });
  return drawn;
}

/** Returns true if a string ends in this piece. */
function isEnd({ kind, token, start, text }: Piece, { foldedText: { layout } }: Row): boolean {
  return kind === 'string' && start + text.length === layout.tokens?.starts[token + 1];
}

function drawEmbedButton(token: number, { row: { foldedText, path }, change }: PieceProps): ReactNode {
  const { tokens } = foldedText.layout;
  const content = tokens && path.length < maxEmbedDepth ? embeddedKind(tokens, token) : undefined;
  if (!tokens || !content) return undefined;
  const key = keyOfValue(tokens, token);
  return (
    <button
      key={`embed ${token}`}
      type="button"
      className={styles.embed}
      data-label={content}
      aria-expanded={foldedText.embedded.has(token)}
      aria-label={rawMessages.embedLabel(content, key?.slice(0, 80))}
      onClick={() => change(path, (before) => toggleEmbedded(before, token, () => layOutEmbedded(tokens, token)))}
    />
  );
}

function drawPiece(piece: Piece, index: number, { row, found, current, linkOfDigest }: PieceProps): ReactNode {
  const { kind, token } = piece;
  const { tokens } = row.foldedText.layout;
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

function drawLink({ href, isExternal }: RawLink, index: number, inside: ReactNode): ReactNode {
  return (
    <a key={index} href={href} {...(isExternal ? { rel: 'noopener noreferrer', target: '_blank' } : {})}>
      {inside}
    </a>
  );
}

/** Draws a piece with its matches marked. */
function markText({ text, start }: Piece, found: Found, current: number): ReactNode {
  if (start < 0) return text;
  const parts: ReactNode[] = [];
  let at = 0;
  for (let match = firstMatchAfter(found, start); (found.starts[match] ?? Infinity) < start + text.length; match++) {
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

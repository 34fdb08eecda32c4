import type { EmbedPath, FoldedText } from './foldedText.ts';
import { kind, lastUpTo, type Tokens } from './jsonTokens.ts';
import type { Layout, Piece } from './layout.ts';

/** One drawn row: a line, or a part of a line that is too long for one row. */
export interface Row {
  /** Unique among the rows, and stable when rows before it change. */
  readonly key: string;
  readonly path: EmbedPath;
  readonly foldedText: FoldedText;
  readonly line: number;
  /** Line number, counted from 1; undefined for continuation rows and embedded texts. */
  readonly number: number | undefined;
  readonly pieces: readonly Piece[];
  /** The bracket that this row's button folds; -1 without a button. */
  readonly fold: number;
  /** Set on the last row of a folded line. */
  readonly folded: FoldedRest | undefined;
}

export interface FoldedRest {
  readonly bracket: number;
  /** Number of hidden members or elements. */
  readonly count: number;
  /** The pieces of the closing line that follow the placeholder. */
  readonly closing: readonly Piece[];
}

/** An embedded text, shown under the row in which its string ends. */
interface Inner {
  /** Index of that row within the line. */
  readonly after: number;
  readonly rows: Rows;
}

const maxCachedRows = 5000;
const maxClosing = 80;

/**
 * The rows of a text and of the texts opened in it, cut to `columnsAt` characters for each level. Building it visits each
 * line once; rows are created on demand.
 */
export class Rows {
  readonly #text: FoldedText;
  readonly #path: EmbedPath;
  readonly #columns: number;
  /** Number of rows before each line; the last entry is the total. */
  readonly #before: Uint32Array;
  readonly #inner = new Map<number, Inner[]>();
  readonly #cache = new Map<number, Row>();

  constructor(foldedText: FoldedText, columnsAt: (level: number) => number, path: EmbedPath = []) {
    this.#text = foldedText;
    this.#path = path;
    this.#columns = foldedText.layout.wraps ? columnsAt(path.length) : Number.POSITIVE_INFINITY;
    for (const [token, inner] of foldedText.embedded)
      this.#addInner(token, new Rows(inner, columnsAt, [...path, token]));
    this.#before = this.#count();
  }

  get count(): number {
    return this.#before[this.#text.layout.lineCount] ?? 0;
  }

  /** Returns the row at an index, counted from 0; undefined if out of range. */
  at(index: number): Row | undefined {
    const cached = this.#cache.get(index);
    if (cached) return cached;
    const row = this.#make(index);
    if (this.#cache.size > maxCachedRows) this.#cache.clear();
    if (row) this.#cache.set(index, row);
    return row;
  }

  /** Returns the index of the row that shows a character of this text, not counting embedded texts. */
  placeOf(offset: number): number {
    const { layout } = this.#text;
    const line = layout.lineOf(offset);
    const piece = this.#pieceOf(layout.columnOf(line, offset));
    let place = (this.#before[line] ?? 0) + piece;
    for (const { after, rows } of this.#inner.get(line) ?? []) if (after < piece) place += rows.count;
    return Math.min(place, this.count - 1);
  }

  #addInner(token: number, rows: Rows): void {
    const { layout } = this.#text;
    const { tokens } = layout;
    if (!tokens) return;
    const offset = (tokens.starts[token + 1] ?? 1) - 1;
    const line = layout.lineOf(offset);
    const inner = { after: this.#pieceOf(layout.columnOf(line, offset)), rows };
    const all = [...(this.#inner.get(line) ?? []), inner];
    this.#inner.set(
      line,
      all.sort((one, other) => one.after - other.after),
    );
  }

  #count(): Uint32Array {
    const { layout, folded } = this.#text;
    const before = new Uint32Array(layout.lineCount + 1);
    let shownFrom = 0;
    let count = 0;
    for (let line = 0; line < layout.lineCount; line++) {
      before[line] = count;
      if (line < shownFrom) continue;
      count += Math.max(1, Math.ceil(layout.length(line) / this.#columns));
      for (const { rows } of this.#inner.get(line) ?? []) count += rows.count;
      const fold = layout.foldOf(line);
      if (fold >= 0 && folded.has(fold)) {
        const last = closingLine(layout, fold);
        shownFrom = isInlineClosing(layout, fold, last) ? last + 1 : last;
      }
    }
    before[layout.lineCount] = count;
    return before;
  }

  #make(index: number): Row | undefined {
    if (index < 0 || index >= this.count) return undefined;
    const line = lastUpTo(this.#before, this.#text.layout.lineCount, index);
    const within = index - (this.#before[line] ?? 0);
    let added = 0;
    for (const { after, rows } of this.#inner.get(line) ?? []) {
      const first = after + 1 + added;
      if (within < first) break;
      if (within < first + rows.count) return rows.at(within - first);
      added += rows.count;
    }
    return this.#own(line, within - added);
  }

  #own(line: number, piece: number): Row {
    const { layout, folded } = this.#text;
    const from = piece === 0 ? 0 : piece * this.#columns;
    const to = from + this.#columns;
    const isLast = layout.length(line) <= to;
    const fold = layout.foldOf(line);
    return {
      key: [...this.#path, line, piece].join('.'),
      path: this.#path,
      foldedText: this.#text,
      line,
      number: piece === 0 && this.#path.length === 0 ? line + 1 : undefined,
      pieces: layout.pieces(line, from, to),
      fold: piece === 0 ? fold : -1,
      folded: isLast && fold >= 0 && folded.has(fold) ? foldedRest(layout, fold) : undefined,
    };
  }

  #pieceOf(column: number): number {
    return Math.floor(column / this.#columns);
  }
}

function closingLine(layout: Layout, bracket: number): number {
  const { tokens } = layout;
  return tokens ? layout.lineOf(tokens.starts[tokens.partners[bracket] ?? 0] ?? 0) : 0;
}

/** Returns true if the closing line starts with the bracket and opens nothing else, so that it fits after the placeholder. */
function isInlineClosing(layout: Layout, bracket: number, last: number): boolean {
  const { tokens } = layout;
  if (!tokens || layout.foldOf(last) >= 0 || layout.length(last) > maxClosing) return false;
  const close = tokens.partners[bracket] ?? -1;
  return layout.pieces(last, 0, maxClosing).find(({ kind }) => kind !== 'space')?.token === close;
}

function foldedRest(layout: Layout, bracket: number): FoldedRest {
  const last = closingLine(layout, bracket);
  const closing = isInlineClosing(layout, bracket, last)
    ? layout.pieces(last, 0, maxClosing).filter(({ kind }) => kind !== 'space')
    : [];
  return { bracket, count: layout.tokens ? countInside(layout.tokens, bracket) : 0, closing };
}

/** Counts the members of an object or the elements of an array, skipping nested content. */
export function countInside({ kinds, partners }: Tokens, bracket: number): number {
  const end = partners[bracket] ?? -1;
  let count = 0;
  let hasAny = false;
  for (let token = bracket + 1; token < end; token++) {
    const current = kinds[token];
    if (current === kind.space) continue;
    hasAny = true;
    if (current === kind.comma) count++;
    if (current === kind.open && (partners[token] ?? -1) > token) token = partners[token] ?? token;
  }
  return hasAny ? count + 1 : 0;
}

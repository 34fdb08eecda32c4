import type { Sheet, SheetPath } from './foldedText.ts';
import { kind, lastUpTo, type Tokens } from './jsonTokens.ts';
import type { Layout, Piece } from './layout.ts';

/** One row of what is drawn: a line, or a part of one that is too long for a row. */
export interface Row {
  /** Unique among the rows, and the same however many rows stand before it. */
  readonly key: string;
  readonly path: SheetPath;
  readonly sheet: Sheet;
  readonly line: number;
  /** Counted from 1; undefined where a long line goes on, and in what was opened in place. */
  readonly number: number | undefined;
  readonly pieces: readonly Piece[];
  /** The bracket that this row's button folds; -1 where it has none. */
  readonly fold: number;
  /** Where the line ends here and is folded. */
  readonly folded: FoldedRest | undefined;
}

export interface FoldedRest {
  readonly bracket: number;
  /** How many members or elements are not shown. */
  readonly count: number;
  /** What of the closing line stands behind them. */
  readonly closing: readonly Piece[];
}

/** What was opened under the row of a line that ends its string. */
interface Inner {
  readonly after: number;
  readonly rows: Rows;
}

const maxCachedRows = 5000;
const maxClosing = 80;

/**
 * The rows of a sheet and of all that is opened in it, cut to `columnsAt` characters for each level. Building it costs a
 * look at each line; a row is made when it is asked for.
 */
export class Rows {
  readonly #sheet: Sheet;
  readonly #path: SheetPath;
  readonly #columns: number;
  /** The number of rows before each line, and of all. */
  readonly #before: Uint32Array;
  readonly #inner = new Map<number, Inner[]>();
  readonly #kept = new Map<number, Row>();

  constructor(sheet: Sheet, columnsAt: (level: number) => number, path: SheetPath = []) {
    this.#sheet = sheet;
    this.#path = path;
    this.#columns = sheet.layout.wraps ? columnsAt(path.length) : Number.POSITIVE_INFINITY;
    for (const [token, inner] of sheet.opened) this.#addInner(token, new Rows(inner, columnsAt, [...path, token]));
    this.#before = this.#count();
  }

  get count(): number {
    return this.#before[this.#sheet.layout.lineCount] ?? 0;
  }

  /** The row at a place, counted from 0; undefined where there is none. */
  at(index: number): Row | undefined {
    const kept = this.#kept.get(index);
    if (kept) return kept;
    const row = this.#make(index);
    if (this.#kept.size > maxCachedRows) this.#kept.clear();
    if (row) this.#kept.set(index, row);
    return row;
  }

  /** The place of the row that a character of this sheet's own text is in, as if it were not folded away. */
  placeOf(offset: number): number {
    const { layout } = this.#sheet;
    const line = layout.lineOf(offset);
    const piece = this.#pieceOf(layout.columnOf(line, offset));
    let place = (this.#before[line] ?? 0) + piece;
    for (const { after, rows } of this.#inner.get(line) ?? []) if (after < piece) place += rows.count;
    return Math.min(place, this.count - 1);
  }

  #addInner(token: number, rows: Rows): void {
    const { layout } = this.#sheet;
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
    const { layout, folded } = this.#sheet;
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
        shownFrom = isWholly(layout, fold, last) ? last + 1 : last;
      }
    }
    before[layout.lineCount] = count;
    return before;
  }

  #make(index: number): Row | undefined {
    if (index < 0 || index >= this.count) return undefined;
    const line = lastUpTo(this.#before, this.#sheet.layout.lineCount, index);
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
    const { layout, folded } = this.#sheet;
    const from = piece === 0 ? 0 : piece * this.#columns;
    const to = from + this.#columns;
    const isLast = layout.length(line) <= to;
    const fold = layout.foldOf(line);
    return {
      key: [...this.#path, line, piece].join('.'),
      path: this.#path,
      sheet: this.#sheet,
      line,
      number: piece === 0 && this.#path.length === 0 ? line + 1 : undefined,
      pieces: layout.pieces(line, from, to),
      fold: piece === 0 ? fold : -1,
      folded: isLast && fold >= 0 && folded.has(fold) ? restOf(layout, fold) : undefined,
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

/** Whether the closing line begins with the bracket and opens nothing else, so that it fits behind what is folded. */
function isWholly(layout: Layout, bracket: number, last: number): boolean {
  const { tokens } = layout;
  if (!tokens || layout.foldOf(last) >= 0 || layout.length(last) > maxClosing) return false;
  const close = tokens.partners[bracket] ?? -1;
  return layout.pieces(last, 0, maxClosing).find(({ kind }) => kind !== 'space')?.token === close;
}

function restOf(layout: Layout, bracket: number): FoldedRest {
  const last = closingLine(layout, bracket);
  const closing = isWholly(layout, bracket, last)
    ? layout.pieces(last, 0, maxClosing).filter(({ kind }) => kind !== 'space')
    : [];
  return { bracket, count: layout.tokens ? countInside(layout.tokens, bracket) : 0, closing };
}

/** Members of an object, elements of an array: steps over what is inside of them. */
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

import { kind, lastUpTo, type Tokens, tokenAt, tokenKinds } from './jsonTokens.ts';
import { Column, type Layout, type Piece, safeCut } from './layout.ts';

const indentColumns = 2;
/** Deeper levels are drawn at this depth: a hostile text may nest ten thousand levels. */
const maxDepth = 40;
/** A line of valid JSON has at most four tokens; this limits the lines of invalid text. */
const maxTokens = 64;

/** Lays out each member and element on a line of its own. Changes only the white space between tokens. */
export class IndentedLayout implements Layout {
  readonly tokens: Tokens;
  readonly wraps = true;
  /** The first token of each line. */
  readonly #firsts: Column;
  readonly #lengths: Column;
  readonly #depths: Column;
  readonly #folds: Column;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
    const guess = tokens.count >> 2;
    this.#firsts = new Column(guess);
    this.#lengths = new Column(guess);
    this.#depths = new Column(guess);
    this.#folds = new Column(guess);
    this.#layOut();
  }

  get lineCount(): number {
    return this.#lengths.length;
  }

  length(line: number): number {
    return this.#lengths.numbers[line] ?? 0;
  }

  pieces(line: number, from: number, to: number): readonly Piece[] {
    const { text, starts, kinds } = this.tokens;
    const indent = this.depthOf(line) * indentColumns;
    const pieces: Piece[] = [];
    if (from < indent) pieces.push(added(' '.repeat(Math.min(indent, to) - from)));
    let column = indent;
    for (let token = this.#first(line); token < this.#first(line + 1) && column < to; token++) {
      if (kinds[token] === kind.space) continue;
      const start = starts[token] ?? 0;
      const length = (starts[token + 1] ?? start) - start;
      const cutFrom = safeCut(text, start + Math.max(0, from - column));
      const cutTo = safeCut(text, start + Math.min(length, to - column));
      if (cutFrom < cutTo) {
        const name = tokenKinds[kinds[token] ?? 0] ?? 'other';
        pieces.push({ kind: name, text: text.slice(cutFrom, cutTo), token, start: cutFrom });
      }
      column += length;
      if (kinds[token] !== kind.colon) continue;
      if (column >= from && column < to) pieces.push(added(' '));
      column++;
    }
    return pieces;
  }

  foldOf(line: number): number {
    return (this.#folds.numbers[line] ?? 0) - 1;
  }

  depthOf(line: number): number {
    return this.#depths.numbers[line] ?? 0;
  }

  lineOf(offset: number): number {
    return Math.max(0, lastUpTo(this.#firsts.numbers, this.lineCount, tokenAt(this.tokens, offset)));
  }

  columnOf(line: number, offset: number): number {
    const { starts, kinds } = this.tokens;
    let column = this.depthOf(line) * indentColumns;
    for (let token = this.#first(line); token < this.#first(line + 1); token++) {
      if (kinds[token] === kind.space) continue;
      const start = starts[token] ?? 0;
      const end = starts[token + 1] ?? start;
      if (offset < end) return column + Math.max(0, offset - start);
      column += end - start + (kinds[token] === kind.colon ? 1 : 0);
    }
    return Math.min(column, this.length(line));
  }

  #first(line: number): number {
    return this.#firsts.numbers[line] ?? 0;
  }

  #layOut(): void {
    const { count, starts, kinds, partners } = this.tokens;
    let depth = 0;
    let before = -1;
    let length = 0;
    let tokensInLine = 0;
    let fold = -1;
    const close = () => {
      this.#lengths.push(length);
      this.#folds.push(fold + 1);
    };
    for (let token = 0; token < count; token++) {
      const current = kinds[token] ?? kind.other;
      if (current === kind.space) continue;
      if (current === kind.close) depth = Math.max(0, depth - 1);
      if (before < 0 || tokensInLine === maxTokens || breaks(kinds[before] ?? 0, current, token - before > 1)) {
        if (before >= 0) close();
        const shown = Math.min(depth, maxDepth);
        this.#firsts.push(token);
        this.#depths.push(shown);
        length = shown * indentColumns;
        tokensInLine = 0;
        fold = -1;
      }
      length += (starts[token + 1] ?? 0) - (starts[token] ?? 0) + (current === kind.colon ? 1 : 0);
      tokensInLine++;
      if (current === kind.open) {
        depth++;
        fold = (partners[token] ?? -1) < 0 || this.#isEmpty(token) ? -1 : token;
      }
      before = token;
    }
    if (before < 0) {
      this.#firsts.push(0);
      this.#depths.push(0);
    }
    close();
    this.#firsts.push(count);
  }

  #isEmpty(open: number): boolean {
    const { kinds, partners } = this.tokens;
    const next = kinds[open + 1] === kind.space ? open + 2 : open + 1;
    return partners[open] === next;
  }
}

/** Returns true if a line ends between two tokens. */
function breaks(before: number, next: number, isApart: boolean): boolean {
  if (before === kind.comma) return true;
  if (before === kind.open) return next !== kind.close;
  if (next === kind.close) return true;
  if (before === kind.colon || next === kind.colon || next === kind.comma) return false;
  // Two adjacent values: a sequence of JSON texts, or invalid JSON.
  return isApart || before === kind.close || next === kind.open;
}

function added(text: string): Piece {
  return { kind: 'space', text, token: -1, start: -1 };
}

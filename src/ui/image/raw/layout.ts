import type { TokenKind, Tokens } from './jsonTokens.ts';

/** A piece of a row: part of a token, or white space that the layout adds. */
export interface Piece {
  readonly kind: TokenKind | 'offset';
  readonly text: string;
  /** -1 if it is not part of a token. */
  readonly token: number;
  /** Offset in the text; -1 for white space that the layout adds. */
  readonly start: number;
}

/** A document laid out in lines, counted from 0. Lines have any length; they are cut into rows when they are drawn. */
export interface Layout {
  /** Undefined if the document is not text. */
  readonly tokens: Tokens | undefined;
  readonly lineCount: number;
  /** Characters of a line. */
  length(line: number): number;
  /** Returns the content of columns `from` (inclusive) to `to` (exclusive) of a line; never splits a surrogate pair. */
  pieces(line: number, from: number, to: number): readonly Piece[];
  /** Returns the outermost bracket that a line opens and a later line closes; -1 without one. */
  foldOf(line: number): number;
  /** Returns the indentation level of a line. */
  depthOf(line: number): number;
  /** Returns the line on which a character of the text is drawn. */
  lineOf(offset: number): number;
  columnOf(line: number, offset: number): number;
  /** True if lines longer than a row continue on the next row. */
  readonly wraps: boolean;
}

/** Returns `offset`, or `offset - 1` if it would split a surrogate pair. */
export function safeCut(text: string, offset: number): number {
  const isLow = (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
  return isLow && (text.charCodeAt(offset - 1) & 0xfc00) === 0xd800 ? offset - 1 : offset;
}

/** A growable array of 32-bit numbers. */
export class Column {
  #numbers: Uint32Array<ArrayBuffer>;
  length = 0;

  constructor(guess: number) {
    this.#numbers = new Uint32Array(guess + 16);
  }

  push(number: number): void {
    if (this.length === this.#numbers.length) {
      const grown = new Uint32Array(this.#numbers.length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.length++] = number;
  }

  /** The backing array; may be longer than `length`. */
  get numbers(): Uint32Array {
    return this.#numbers;
  }
}

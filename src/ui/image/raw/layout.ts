import type { TokenKind, Tokens } from './jsonTokens.ts';

/** A piece of a row: part of a token, or what a layout puts between tokens. */
export interface Piece {
  readonly kind: TokenKind | 'offset';
  readonly text: string;
  /** -1 where it is no token's. */
  readonly token: number;
  /** Where it stands in the text; -1 where it is not of the text. */
  readonly start: number;
}

/** A document laid out in lines, counted from 0. A line is as long as it is: rows are cut from it when it is drawn. */
export interface Layout {
  /** Undefined where the document is no text. */
  readonly tokens: Tokens | undefined;
  readonly lineCount: number;
  /** Characters of a line. */
  length(line: number): number;
  /** What stands in the columns from `from` up to `to` of a line; no half of a surrogate pair. */
  pieces(line: number, from: number, to: number): readonly Piece[];
  /** The bracket that a line opens and a later line closes, the outermost; -1 where there is none. */
  foldOf(line: number): number;
  /** How deep a line is indented, where the layout does that. */
  depthOf(line: number): number;
  /** Where a character of the text is drawn. */
  lineOf(offset: number): number;
  columnOf(line: number, offset: number): number;
  /** Whether lines longer than a row go on in the next. */
  readonly wraps: boolean;
}

/** `offset`, or the one before where a pair of surrogates would be cut. */
export function safeCut(text: string, offset: number): number {
  const isLow = (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
  return isLow && (text.charCodeAt(offset - 1) & 0xfc00) === 0xd800 ? offset - 1 : offset;
}

/** A column that grows as it is written. */
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

  /** All of it; longer than `length`. */
  get numbers(): Uint32Array {
    return this.#numbers;
  }
}

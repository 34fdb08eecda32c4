export const tokenKinds = [
  'space',
  'key',
  'string',
  'number',
  'word',
  'open',
  'close',
  'comma',
  'colon',
  'other',
] as const;
export type TokenKind = (typeof tokenKinds)[number];

/**
 * The tokens of a text, stored in columns because a document may have millions of them. They cover the text without gaps:
 * token `i` spans `starts[i]` to `starts[i + 1]`.
 */
export interface Tokens {
  readonly text: string;
  readonly count: number;
  /** Has `count + 1` entries; the last is the length of the text. */
  readonly starts: Uint32Array;
  /** Indexes into `tokenKinds`. */
  readonly kinds: Uint8Array;
  /** The token of the matching bracket; -1 for an unmatched bracket and for every other token. */
  readonly partners: Int32Array;
}

/** Indexes into `tokenKinds`. */
export const kind = {
  space: 0,
  key: 1,
  string: 2,
  number: 3,
  word: 4,
  open: 5,
  close: 6,
  comma: 7,
  colon: 8,
  other: 9,
} as const satisfies Record<TokenKind, number>;

/** Splits a text into JSON tokens without validating it; invalid parts become `other`. Linear in the length of the text. */
export function jsonTokens(text: string): Tokens {
  return new Scanner(text).scan();
}

/** Returns a text as a single token. */
export function plainTokens(text: string): Tokens {
  const isEmpty = text === '';
  return {
    text,
    count: isEmpty ? 0 : 1,
    starts: isEmpty ? Uint32Array.of(0) : Uint32Array.of(0, text.length),
    kinds: Uint8Array.of(kind.other),
    partners: Int32Array.of(-1),
  };
}

export function tokenText({ text, starts }: Tokens, token: number): string {
  return text.slice(starts[token], starts[token + 1]);
}

/** Returns the token that contains the character at `offset`. */
export function tokenAt({ starts, count }: Tokens, offset: number): number {
  return Math.max(0, lastUpTo(starts, count, offset));
}

/** Returns the index of the last number ≤ `value` among the first `count` of ascending numbers; -1 if all are larger. */
export function lastUpTo(numbers: Uint32Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const quote = 0x22;
const backslash = 0x5c;
const lineEnd = 0x0a;
/** The kind of token that starts with an ASCII character; any other character starts `other`. */
const startKinds = new Uint8Array(128).fill(kind.other);
for (const [characters, startKind] of [
  [' \t\r\n', kind.space],
  ['"', kind.string],
  ['-0123456789', kind.number],
  ['{[', kind.open],
  ['}]', kind.close],
  [',', kind.comma],
  [':', kind.colon],
] as const) {
  for (const character of characters) startKinds[character.charCodeAt(0)] = startKind;
}
const numeric = new Set(Array.from('+-.0123456789eE', (character) => character.charCodeAt(0)));

class Scanner {
  readonly #text: string;
  #count = 0;
  #starts: Uint32Array<ArrayBuffer>;
  #kinds: Uint8Array<ArrayBuffer>;
  #partners: Int32Array<ArrayBuffer>;
  readonly #open: number[] = [];
  /** The last token that is not white space. */
  #lastNonSpace = -1;
  /** True if the last string scanned has a closing quote. */
  #isClosed = false;

  constructor(text: string) {
    this.#text = text;
    const guess = (text.length >> 3) + 64;
    this.#starts = new Uint32Array(guess);
    this.#kinds = new Uint8Array(guess);
    this.#partners = new Int32Array(guess);
  }

  scan(): Tokens {
    const text = this.#text;
    for (let at = 0; at < text.length; ) {
      const startKind = startKinds[text.charCodeAt(at)] ?? kind.other;
      const end = this.#endOf(startKind, at);
      this.#push(this.#kindOf(startKind, at, end), at);
      at = end;
    }
    this.#grow(this.#count + 1);
    this.#starts[this.#count] = text.length;
    return { text, count: this.#count, starts: this.#starts, kinds: this.#kinds, partners: this.#partners };
  }

  #endOf(startKind: number, start: number): number {
    const text = this.#text;
    if (startKind === kind.string) return this.#endOfString(start);
    let at = start + 1;
    if (startKind === kind.space) while (at < text.length && startKinds[text.charCodeAt(at)] === kind.space) at++;
    else if (startKind === kind.number) while (numeric.has(text.charCodeAt(at))) at++;
    else if (startKind === kind.other) while (at < text.length && isWordCharacter(text.charCodeAt(at))) at++;
    return at;
  }

  /** Returns the offset after the closing quote; without one, the end of the line, so that no character is scanned twice. */
  #endOfString(start: number): number {
    const text = this.#text;
    this.#isClosed = false;
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.#isClosed = true;
        return at + 1;
      }
      if (code === lineEnd) return at;
      if (code === backslash && text.charCodeAt(at + 1) !== lineEnd) at++;
    }
    return text.length;
  }

  #kindOf(startKind: number, start: number, end: number): number {
    if (startKind === kind.string) return this.#isClosed ? kind.string : kind.other;
    if (startKind !== kind.other || end - start > 5) return startKind;
    return /^(?:true|false|null)$/.test(this.#text.slice(start, end)) ? kind.word : kind.other;
  }

  #push(pushed: number, start: number): void {
    this.#grow(this.#count + 1);
    const token = this.#count++;
    this.#starts[token] = start;
    this.#kinds[token] = pushed;
    this.#partners[token] = -1;
    if (pushed === kind.space) return;
    if (pushed === kind.colon && this.#kinds[this.#lastNonSpace] === kind.string)
      this.#kinds[this.#lastNonSpace] = kind.key;
    if (pushed === kind.open) this.#open.push(token);
    if (pushed === kind.close) this.#close(token, start);
    this.#lastNonSpace = token;
  }

  #close(token: number, start: number): void {
    const open = this.#open.at(-1);
    if (open === undefined) return;
    const opening = this.#text.charCodeAt(this.#starts[open] ?? 0);
    // In ASCII the codes of `}` and `]` are those of `{` and `[` plus two.
    if (opening + 2 !== this.#text.charCodeAt(start)) return;
    this.#open.pop();
    this.#partners[token] = open;
    this.#partners[open] = token;
  }

  #grow(needed: number): void {
    if (needed <= this.#kinds.length) return;
    const length = Math.min(this.#kinds.length * 2, this.#text.length + 2);
    const [starts, kinds, partners] = [this.#starts, this.#kinds, this.#partners];
    this.#starts = new Uint32Array(length);
    this.#starts.set(starts);
    this.#kinds = new Uint8Array(length);
    this.#kinds.set(kinds);
    this.#partners = new Int32Array(length);
    this.#partners.set(partners);
  }
}

/** Returns true if a character continues a word or an invalid token. */
function isWordCharacter(code: number): boolean {
  const startKind = startKinds[code] ?? kind.other;
  return startKind === kind.other || startKind === kind.number;
}

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
 * The tokens of a text in columns, so that four million of them are no objects. Put together they are the text: token
 * `i` reaches from `starts[i]` to `starts[i + 1]`, the last to the end of the text.
 */
export interface Tokens {
  readonly text: string;
  readonly count: number;
  /** One more than there are tokens. */
  readonly starts: Uint32Array;
  /** Places in `tokenKinds`. */
  readonly kinds: Uint8Array;
  /** Of a bracket the token of its other one; -1 where it has none, and of every other token. */
  readonly partners: Int32Array;
}

/** Places in `tokenKinds`. */
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

/** Cuts a text into JSON tokens without judging it; what is no JSON is `other`. Linear in its length. */
export function jsonTokens(text: string): Tokens {
  return new Scanner(text).scan();
}

/** A text that is not looked into. */
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

/** The text of a token. */
export function tokenText({ text, starts }: Tokens, token: number): string {
  return text.slice(starts[token], starts[token + 1]);
}

/** The token that the character at `offset` belongs to. */
export function tokenAt({ starts, count }: Tokens, offset: number): number {
  return Math.max(0, lastUpTo(starts, count, offset));
}

/** The last of the first `count` ascending numbers that is no larger than `value`; -1 where all are. */
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
/** For each ASCII character what a token is that begins with it; every other begins `other`. */
const beginnings = new Uint8Array(128).fill(kind.other);
for (const [characters, begun] of [
  [' \t\r\n', kind.space],
  ['"', kind.string],
  ['-0123456789', kind.number],
  ['{[', kind.open],
  ['}]', kind.close],
  [',', kind.comma],
  [':', kind.colon],
] as const) {
  for (const character of characters) beginnings[character.charCodeAt(0)] = begun;
}
const numeric = new Set(Array.from('+-.0123456789eE', (character) => character.charCodeAt(0)));

class Scanner {
  readonly #text: string;
  #count = 0;
  #starts: Uint32Array<ArrayBuffer>;
  #kinds: Uint8Array<ArrayBuffer>;
  #partners: Int32Array<ArrayBuffer>;
  readonly #open: number[] = [];
  /** The last token that is no space. */
  #solid = -1;
  /** Whether the string that was read last ends in a quote. */
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
      const begun = beginnings[text.charCodeAt(at)] ?? kind.other;
      const end = this.#endOf(begun, at);
      this.#push(this.#kindOf(begun, at, end), at);
      at = end;
    }
    this.#grow(this.#count + 1);
    this.#starts[this.#count] = text.length;
    return { text, count: this.#count, starts: this.#starts, kinds: this.#kinds, partners: this.#partners };
  }

  #endOf(begun: number, start: number): number {
    const text = this.#text;
    if (begun === kind.string) return this.#endOfString(start);
    let at = start + 1;
    if (begun === kind.space) while (at < text.length && beginnings[text.charCodeAt(at)] === kind.space) at++;
    else if (begun === kind.number) while (numeric.has(text.charCodeAt(at))) at++;
    else if (begun === kind.other) while (at < text.length && isWordly(text.charCodeAt(at))) at++;
    return at;
  }

  /** Behind the closing quote; where there is none, the end of the line, so that no part is looked at twice. */
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

  #kindOf(begun: number, start: number, end: number): number {
    if (begun === kind.string) return this.#isClosed ? kind.string : kind.other;
    if (begun !== kind.other || end - start > 5) return begun;
    return /^(?:true|false|null)$/.test(this.#text.slice(start, end)) ? kind.word : kind.other;
  }

  #push(pushed: number, start: number): void {
    this.#grow(this.#count + 1);
    const token = this.#count++;
    this.#starts[token] = start;
    this.#kinds[token] = pushed;
    this.#partners[token] = -1;
    if (pushed === kind.space) return;
    if (pushed === kind.colon && this.#kinds[this.#solid] === kind.string) this.#kinds[this.#solid] = kind.key;
    if (pushed === kind.open) this.#open.push(token);
    if (pushed === kind.close) this.#close(token, start);
    this.#solid = token;
  }

  #close(token: number, start: number): void {
    const open = this.#open.at(-1);
    if (open === undefined) return;
    const opening = this.#text.charCodeAt(this.#starts[open] ?? 0);
    // `}` and `]` stand two behind `{` and `[` in ASCII.
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

/** Whether a character goes on with what is no JSON, or with a word. */
function isWordly(code: number): boolean {
  const begun = beginnings[code] ?? kind.other;
  return begun === kind.other || begun === kind.number;
}

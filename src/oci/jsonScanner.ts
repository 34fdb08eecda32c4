import { type JsonTape, tapeCodes } from './jsonTape.ts';
import { quoteByte, refuseSyntax } from './manifestError.ts';

const maxDepth = 10_000;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;

/**
 * Scans bytes for `parseJson`; `text` is the same with one character for each byte. Error messages are those of Go's
 * scanner.go.
 */
export function scanJson(bytes: Uint8Array, text: string): JsonTape {
  return new Scanner(bytes, text).scan();
}

/** Ends a string or needs a check in it. Most strings have none but their end, which the native regular expression finds fast. */
const special = /[^ !#-[\]-\x7f]/g;

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #text: string;
  #at = 0;
  #count = 0;
  #codes = new Uint8Array(64);
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  #nexts = new Int32Array(64);
  readonly #open: number[] = [];

  constructor(bytes: Uint8Array, text: string) {
    this.#bytes = bytes;
    this.#text = text;
  }

  scan(): JsonTape {
    for (;;) {
      if (this.#beginValue() || this.#endValue()) continue;
      this.#skipSpace();
      if (this.#at < this.#bytes.length) throw this.#refuse('after top-level value');
      return {
        count: this.#count,
        codes: this.#codes,
        starts: this.#starts,
        ends: this.#ends,
        nexts: this.#nexts,
      };
    }
  }

  /** Reads the beginning of a value. Returns true if another value begins next, in a container that is not empty. */
  #beginValue(): boolean {
    this.#skipSpace();
    switch (this.#bytes[this.#at]) {
      case 0x7b:
        return this.#beginObject();
      case 0x5b:
        return this.#beginArray();
      case quote:
        this.#string();
        return false;
      case 0x74:
        this.#word('true', tapeCodes.true);
        return false;
      case 0x66:
        this.#word('false', tapeCodes.false);
        return false;
      case 0x6e:
        this.#word('null', tapeCodes.null);
        return false;
      default:
        this.#number();
        return false;
    }
  }

  #beginObject(): boolean {
    this.#openContainer(tapeCodes.object);
    if (this.#bytes[this.#at] === 0x7d) {
      this.#closeContainer();
      return false;
    }
    this.#key();
    return true;
  }

  #beginArray(): boolean {
    this.#openContainer(tapeCodes.array);
    if (this.#bytes[this.#at] !== 0x5d) return true;
    this.#closeContainer();
    return false;
  }

  /** Closes the containers that end after a value. Returns true if another value follows. */
  #endValue(): boolean {
    for (;;) {
      const open = this.#open.at(-1);
      if (open === undefined) return false;
      this.#skipSpace();
      const isObject = this.#codes[open] === tapeCodes.object;
      const byte = this.#bytes[this.#at];
      if (byte === comma) {
        this.#at++;
        if (isObject) {
          this.#skipSpace();
          this.#key();
        }
        return true;
      }
      if (byte !== (isObject ? 0x7d : 0x5d)) {
        throw this.#refuse(isObject ? 'after object key:value pair' : 'after array element');
      }
      this.#closeContainer();
    }
  }

  #openContainer(code: number): void {
    this.#open.push(this.#push(code, this.#at));
    if (this.#open.length > maxDepth) throw this.#refuse('exceeded max depth');
    this.#at++;
    this.#skipSpace();
  }

  #closeContainer(): void {
    const row = this.#open.pop() ?? 0;
    this.#at++;
    this.#ends[row] = this.#at;
    this.#nexts[row] = this.#count;
  }

  #key(): void {
    if (this.#bytes[this.#at] !== quote) throw this.#refuse('looking for beginning of object key string');
    this.#string();
    this.#skipSpace();
    if (this.#bytes[this.#at] !== colon) throw this.#refuse('after object key');
    this.#at++;
  }

  #string(): void {
    const bytes = this.#bytes;
    const start = this.#at;
    let plain = true;
    special.lastIndex = start + 1;
    const first = special.test(this.#text) ? special.lastIndex - 1 : bytes.length;
    for (let at = first; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === quote) {
        this.#at = at + 1;
        this.#close(this.#push(plain ? tapeCodes.plainString : tapeCodes.quotedString, start));
        return;
      }
      if (byte < space) {
        this.#at = at;
        throw this.#refuse('in string literal');
      }
      if (byte === backslash) {
        at = this.#escape(at + 1);
        plain = false;
      } else if (byte >= 0x80) plain = false;
    }
    throw refuseSyntax('unexpected end of JSON input');
  }

  /** Returns the offset of the escape's last byte; `at` is the byte after the backslash. */
  #escape(at: number): number {
    this.#at = at;
    const byte = this.#byteOrSpace();
    if (byte !== 0x75) {
      if (!'bfnrt\\/"'.includes(String.fromCharCode(byte))) throw this.#refuseInside('in string escape code');
      return at;
    }
    for (this.#at++; this.#at <= at + 4; this.#at++) {
      if (!isHex(this.#byteOrSpace())) throw this.#refuseInside('in \\u hexadecimal character escape');
    }
    return at + 4;
  }

  #word(word: string, code: number): void {
    const start = this.#at;
    for (let index = 1; index < word.length; index++) {
      this.#at++;
      if (this.#byteOrSpace() !== word.charCodeAt(index)) {
        throw this.#refuseInside(`in literal ${word} (expecting '${word[index]}')`);
      }
    }
    this.#at++;
    this.#close(this.#push(code, start));
  }

  #number(): void {
    const start = this.#at;
    if (this.#bytes[start] === 0x2d) {
      this.#at++;
      if (!isDigit(this.#byteOrSpace())) throw this.#refuseInside('in numeric literal');
    } else if (!isDigit(this.#bytes[start] ?? 0)) throw this.#refuse('looking for beginning of value');
    if (this.#bytes[this.#at] === 0x30) this.#at++;
    else this.#digits('in numeric literal');
    if (this.#bytes[this.#at] === 0x2e) {
      this.#at++;
      this.#digits('after decimal point in numeric literal');
    }
    if (((this.#bytes[this.#at] ?? 0) | 0x20) === 0x65) {
      this.#at++;
      const sign = this.#bytes[this.#at];
      if (sign === 0x2b || sign === 0x2d) this.#at++;
      this.#digits('in exponent of numeric literal');
    }
    this.#close(this.#push(tapeCodes.number, start));
  }

  #digits(context: string): void {
    if (!isDigit(this.#byteOrSpace())) throw this.#refuseInside(context);
    while (isDigit(this.#bytes[this.#at] ?? 0)) this.#at++;
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== space && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }

  /** Go feeds its scanner one space at the end, so a literal that is cut off is refused for that space. */
  #byteOrSpace(): number {
    return this.#bytes[this.#at] ?? space;
  }

  #push(code: number, start: number): number {
    if (this.#count === this.#codes.length) this.#grow();
    const row = this.#count++;
    this.#codes[row] = code;
    this.#starts[row] = start;
    return row;
  }

  #close(row: number): void {
    this.#ends[row] = this.#at;
    this.#nexts[row] = this.#count;
  }

  #grow(): void {
    const length = this.#codes.length * 2;
    const codes = new Uint8Array(length);
    codes.set(this.#codes);
    this.#codes = codes;
    this.#starts = grown(this.#starts, length);
    this.#ends = grown(this.#ends, length);
    this.#nexts = grown(this.#nexts, length);
  }

  #refuse(context: string): Error {
    if (this.#at >= this.#bytes.length) return refuseSyntax('unexpected end of JSON input');
    return this.#refuseInside(context);
  }

  #refuseInside(context: string): Error {
    return refuseSyntax(`invalid character ${quoteByte(this.#byteOrSpace())} ${context}`);
  }
}

function grown(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(length);
  next.set(column);
  return next;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

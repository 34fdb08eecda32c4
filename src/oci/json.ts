import { scanJson } from './jsonScanner.ts';
import { unquoteJson } from './jsonString.ts';
import { type JsonTape, tapeCodes } from './jsonTape.ts';

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'bool' | 'null';

/**
 * Reads bytes as JSON with exactly the grammar of Go's encoding/json (go1.19 `checkValid`): no BOM, no comments,
 * nothing behind the value, at most 10000 levels. One pass, no recursion; 13 bytes a value and one more byte for each of the
 * input are held beside it.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax; the message is Go's
 */
export function parseJson(bytes: Uint8Array): JsonDocument {
  const known = latest?.deref();
  if (known?.bytes === bytes) return known;
  // One character a byte: places in the one are places in the other.
  const text = new TextDecoder('latin1').decode(bytes);
  const document = new JsonDocument(bytes, text, scanJson(bytes, text));
  latest = new WeakRef(document);
  return document;
}

/** What a document is, is found out right before it is read: one scan serves both. */
let latest: WeakRef<JsonDocument> | undefined;

const kinds: readonly JsonKind[] = ['object', 'array', 'string', 'string', 'number', 'bool', 'bool', 'null'];

/**
 * A scanned document as rows in document order; row 0 is the document's value. Behind an object's row stand its
 * members, key row then value row, duplicates kept; behind an array's row its elements; `next(row)` steps over a
 * value. Text is decoded when it is asked for, numbers keep their literal.
 */
export class JsonDocument {
  readonly bytes: Uint8Array;
  readonly #text: string;
  readonly #tape: JsonTape;

  constructor(bytes: Uint8Array, text: string, tape: JsonTape) {
    this.bytes = bytes;
    this.#text = text;
    this.#tape = tape;
  }

  /** How many rows there are: values and keys together. */
  get count(): number {
    return this.#tape.count;
  }

  kind(row: number): JsonKind {
    return kinds[this.#tape.codes[row] ?? tapeCodes.null] ?? 'null';
  }

  next(row: number): number {
    return this.#tape.nexts[row] ?? this.count;
  }

  start(row: number): number {
    return this.#tape.starts[row] ?? 0;
  }

  end(row: number): number {
    return this.#tape.ends[row] ?? 0;
  }

  /** Whether the row is the literal `true`. */
  isTrue(row: number): boolean {
    return this.#tape.codes[row] === tapeCodes.true;
  }

  /** A string or key as Go decodes it: invalid UTF-8 bytes and lone surrogates become U+FFFD. */
  string(row: number): string {
    const [start, end] = [this.start(row) + 1, this.end(row) - 1];
    if (this.#tape.codes[row] === tapeCodes.plainString) return this.#text.slice(start, end);
    return unquoteJson(this.bytes, start, end);
  }

  /** A number's or a word's own text, at most `limit` characters of it. */
  literal(row: number, limit = 64): string {
    return this.#text.slice(this.start(row), Math.min(this.end(row), this.start(row) + limit));
  }

  /** The value rows of an object's members with their keys, in document order, duplicates included. */
  *members(row: number): Generator<readonly [key: string, value: number]> {
    if (this.kind(row) !== 'object') return;
    for (let key = row + 1; key < this.next(row); key = this.next(key + 1)) yield [this.string(key), key + 1];
  }

  /** The rows of an array's elements. */
  *elements(row: number): Generator<number> {
    if (this.kind(row) !== 'array') return;
    for (let element = row + 1; element < this.next(row); element = this.next(element)) yield element;
  }

  /** The value of the last member of exactly this name (as Go fills a map). */
  member(row: number, name: string): number | undefined {
    let found: number | undefined;
    for (const [key, value] of this.members(row)) if (key === name) found = value;
    return found;
  }
}

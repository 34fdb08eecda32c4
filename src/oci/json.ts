import { scanJson } from './jsonScanner.ts';
import { unquoteJson } from './jsonString.ts';
import { type JsonTape, tapeCodes } from './jsonTape.ts';

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'bool' | 'null';

/**
 * Reads bytes as JSON with exactly the grammar of Go's encoding/json (go1.19 `checkValid`): no BOM, no comments,
 * nothing behind the value, at most 10000 levels. One pass, no recursion, 13 bytes a value held beside the input.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax; the message is Go's
 */
export function parseJson(bytes: Uint8Array): JsonDocument {
  return new JsonDocument(bytes, scanJson(bytes));
}

const kinds: readonly JsonKind[] = ['object', 'array', 'string', 'string', 'number', 'bool', 'bool', 'null'];

/**
 * A scanned document as rows in document order; row 0 is the document's value. Behind an object's row stand its
 * members, key row then value row, duplicates kept; behind an array's row its elements; `next(row)` steps over a
 * value. Text is decoded when it is asked for, numbers keep their literal.
 */
export class JsonDocument {
  readonly bytes: Uint8Array;
  readonly #tape: JsonTape;

  constructor(bytes: Uint8Array, tape: JsonTape) {
    this.bytes = bytes;
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
    const plain = this.#tape.codes[row] === tapeCodes.plainString;
    return unquoteJson(this.bytes, this.start(row) + 1, this.end(row) - 1, plain);
  }

  /** A number's or a word's own text, at most `limit` characters of it. */
  literal(row: number, limit = 64): string {
    return unquoteJson(this.bytes, this.start(row), Math.min(this.end(row), this.start(row) + limit), true);
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

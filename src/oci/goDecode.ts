import type { AppError } from '../errors/index.ts';
import { dottedPath } from './dottedPath.ts';
import { type JsonDocument, parseJson } from './json.ts';
import { refuseManifest } from './manifestError.ts';

/** A Go struct type, with a setter for each of its fields. */
export interface GoStruct<T> {
  readonly empty: () => T;
  readonly fields: ReadonlyMap<string, GoSetter<T>>;
  /** Bytes of the longest key that can match, quotes included. */
  readonly maxKeyLength: number;
}

type GoSetter<T> = (target: T, go: GoDecoder, row: number) => void;

/** Creates a struct type from its field names and their setters. */
export function goStruct<T>(empty: () => T, setters: Readonly<Record<string, GoSetter<T>>>): GoStruct<T> {
  // Listed under the exact name too: nearly every document uses it, and the lookup then needs no folding.
  const fields = new Map(
    Object.entries(setters).flatMap(([name, set]) => [name, foldKey(name)].map((key) => [key, set] as const)),
  );
  const maxNameLength = Math.max(0, ...Object.keys(setters).map((name) => name.length));
  // A letter takes at most six bytes, as a \u escape.
  return { empty, fields, maxKeyLength: maxNameLength * 6 + 2 };
}

/**
 * Fills a struct from JSON by the rules of Go's `json.Unmarshal` (go1.19): keys match exactly or by simple case folding, a
 * duplicate key fills the same struct again, null leaves strings, numbers and structs unchanged and empties lists and maps.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax or type (the first in the document)
 */
export function decodeGo<T>(bytes: Uint8Array, shape: GoStruct<T>): T {
  return readGo(parseJson(bytes), (go) => go.struct(0, undefined, shape));
}

/** Runs `read` with a new decoder. @throws AppError the first type error that the decoder met */
export function readGo<T>(document: JsonDocument, read: (go: GoDecoder) => T): T {
  const go = new GoDecoder(document);
  const value = read(go);
  const { error } = go;
  if (error) throw error;
  return value;
}

/** Folds ASCII case, U+017F (long s) and U+212A (Kelvin sign), as Go's decoder does to compare keys with ASCII names. */
export function foldKey(key: string): string {
  return key.replace(/[A-Z\u017f\u212a]/g, (letter) =>
    letter === '\u017f' ? 's' : letter === '\u212a' ? 'k' : letter.toLowerCase(),
  );
}

const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;

/** Decodes values as Go would. Continues after a value of the wrong type; `error` is the first such error. */
export class GoDecoder {
  readonly document: JsonDocument;
  #mismatch: { readonly row: number; readonly expected: string } | undefined;

  constructor(document: JsonDocument) {
    this.document = document;
  }

  get error(): AppError | undefined {
    if (!this.#mismatch) return undefined;
    const { row, expected } = this.#mismatch;
    const kind = this.document.kind(row);
    const found = kind === 'number' ? `number ${this.document.literal(row)}` : kind;
    const path = dottedPath(this.document, row);
    const place = path === '' ? 'the document' : JSON.stringify(path);
    return refuseManifest('type', `${place} is ${found}, not ${expected}`);
  }

  isNull(row: number): boolean {
    return this.document.kind(row) === 'null';
  }

  string(row: number, previous: string): string {
    const kind = this.document.kind(row);
    if (kind === 'string') return this.document.string(row);
    if (kind !== 'null') this.#refuse(row, 'string');
    return previous;
  }

  /** Reads an integer literal that fits int64; `2.0` and `2e0` are errors. */
  integer(row: number, previous: bigint | undefined): bigint | undefined {
    const kind = this.document.kind(row);
    if (kind === 'null') return previous;
    const text = kind === 'number' ? this.document.literal(row) : '';
    const value = /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
    if (value !== undefined && value >= minInt64 && value <= maxInt64) return value;
    this.#refuse(row, 'int64');
    return previous;
  }

  boolean(row: number, previous: boolean): boolean {
    const kind = this.document.kind(row);
    if (kind === 'bool') return this.document.isTrue(row);
    if (kind !== 'null') this.#refuse(row, 'bool');
    return previous;
  }

  struct<T>(row: number, previous: T | undefined, shape: GoStruct<T>): T {
    const { document } = this;
    const target = previous ?? shape.empty();
    const kind = document.kind(row);
    if (kind !== 'object') {
      if (kind !== 'null') this.#refuse(row, 'object');
      return target;
    }
    const end = document.next(row);
    for (let key = row + 1; key < end; key = document.next(key + 1))
      this.#setterOf(key, shape)?.(target, this, key + 1);
    return target;
  }

  /** Reads a pointer to a struct; null sets it to undefined. */
  pointer<T>(row: number, previous: T | undefined, shape: GoStruct<T>): T | undefined {
    if (this.isNull(row)) return undefined;
    if (this.document.kind(row) === 'object') return this.struct(row, previous, shape);
    this.#refuse(row, 'object');
    return previous;
  }

  /** Reads a slice. Null sets it to undefined; an element fills the one that an earlier duplicate left, as Go reuses memory. */
  list<T>(
    row: number,
    previous: readonly T[] | undefined,
    each: (row: number, previous: T | undefined) => T,
  ): T[] | undefined {
    const kind = this.document.kind(row);
    if (kind !== 'array') {
      if (kind === 'null') return undefined;
      this.#refuse(row, 'array');
      return previous && [...previous];
    }
    const list: T[] = [];
    const end = this.document.next(row);
    for (let element = row + 1; element < end; element = this.document.next(element)) {
      list.push(each(element, previous?.[list.length]));
    }
    return list;
  }

  strings(row: number, previous: readonly string[] | undefined): string[] | undefined {
    return this.list(row, previous, (element, before) => this.string(element, before ?? ''));
  }

  structs<T>(row: number, previous: readonly T[] | undefined, shape: GoStruct<T>): T[] | undefined {
    return this.list(row, previous, (element, before) => this.struct(element, before, shape));
  }

  /** Reads a `map[string]string`. A duplicate adds to the map, null sets it to undefined, a null value is ''. */
  stringMap(row: number, previous: Map<string, string> | undefined): Map<string, string> | undefined {
    const kind = this.document.kind(row);
    if (kind !== 'object') {
      if (kind === 'null') return undefined;
      this.#refuse(row, 'object');
      return previous;
    }
    const map = previous ?? new Map<string, string>();
    for (const [key, value] of this.document.members(row)) map.set(key, this.string(value, ''));
    return map;
  }

  /** Runs `read` without recording its type errors: for fields that Go's types do not have. */
  quietly<T>(read: () => T): T {
    const before = this.#mismatch;
    const value = read();
    this.#mismatch = before;
    return value;
  }

  #setterOf<T>(key: number, shape: GoStruct<T>): GoSetter<T> | undefined {
    if (this.document.end(key) - this.document.start(key) > shape.maxKeyLength) return undefined;
    const name = this.document.string(key);
    return shape.fields.get(name) ?? shape.fields.get(foldKey(name));
  }

  /** Records the first mismatch only: the path of a row takes time, and hostile documents have many. */
  #refuse(row: number, expected: string): void {
    this.#mismatch ??= { row, expected };
  }
}

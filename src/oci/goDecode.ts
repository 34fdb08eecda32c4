import type { AppError } from '../errors/index.ts';
import { type JsonDocument, parseJson } from './json.ts';
import { refuseManifest } from './manifestError.ts';

/** A Go struct type as encoding/json fills it: `type` is its name as `%T` prints it, `struct` where it has none. */
export interface GoStruct<T> {
  readonly name: string;
  readonly type: string;
  readonly empty: () => T;
  readonly fields: ReadonlyMap<string, GoField<T>>;
  readonly maxKeyLength: number;
}

interface GoField<T> {
  readonly name: string;
  readonly set: GoSetter<T>;
}

type GoSetter<T> = (target: T, go: GoDecoder, row: number) => void;

export function goStruct<T>(type: string, empty: () => T, setters: Readonly<Record<string, GoSetter<T>>>): GoStruct<T> {
  // By its own spelling too, which nearly every document has.
  const fields = new Map(
    Object.entries(setters).flatMap(([name, set]) => [name, foldKey(name)].map((key) => [key, { name, set }] as const)),
  );
  const longest = Math.max(0, ...Object.keys(setters).map((name) => name.length));
  // The longest spelling of one letter is a \u escape.
  return { name: type.split('.')[1] ?? '', type, empty, fields, maxKeyLength: longest * 6 + 2 };
}

/**
 * Fills a struct from JSON as `json.Unmarshal` of go1.19 does: keys match exactly or by simple case folding, later
 * members fill the same struct again, null leaves strings, numbers and structs as they are and empties the rest.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax or type (the first in the document)
 */
export function decodeGo<T>(bytes: Uint8Array, shape: GoStruct<T>): T {
  return readGo(parseJson(bytes), (go) => go.struct(0, undefined, shape));
}

/** Runs `read` with a decoder of its own and throws the first error that it met. */
export function readGo<T>(document: JsonDocument, read: (go: GoDecoder) => T): T {
  const go = new GoDecoder(document);
  const value = read(go);
  if (go.error) throw go.error;
  return value;
}

/** ASCII case, U+017F (long s) and U+212A (Kelvin sign) folded: what Go's decoder holds for equal in ASCII names. */
export function foldKey(key: string): string {
  return key.replace(/[A-Z\u017f\u212a]/g, (letter) =>
    letter === '\u017f' ? 's' : letter === '\u212a' ? 'k' : letter.toLowerCase(),
  );
}

const limits = new Map([
  ['int', [-(2n ** 63n), 2n ** 63n - 1n] as const],
  ['int64', [-(2n ** 63n), 2n ** 63n - 1n] as const],
]);

/** One run of decoding. Decoding goes on behind a value of the wrong type; `error` keeps the first. */
export class GoDecoder {
  readonly document: JsonDocument;
  error: AppError | undefined;
  #structName: string | undefined;
  readonly #path: string[] = [];

  constructor(document: JsonDocument) {
    this.document = document;
  }

  isNull(row: number): boolean {
    return this.document.kind(row) === 'null';
  }

  string(row: number, previous: string, type = 'string'): string {
    const kind = this.document.kind(row);
    if (kind === 'string') return this.document.string(row);
    if (kind !== 'null') this.#refuse(kind, type);
    return previous;
  }

  integer(row: number, previous: bigint | undefined, type: 'int' | 'int64'): bigint | undefined {
    const kind = this.document.kind(row);
    if (kind === 'null') return previous;
    if (kind !== 'number') {
      this.#refuse(kind, type);
      return previous;
    }
    const text = this.document.literal(row);
    const [least, most] = limits.get(type) ?? [0n, 0n];
    const value = /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
    if (value !== undefined && value >= least && value <= most) return value;
    this.#refuse(`number ${text}`, type);
    return previous;
  }

  boolean(row: number, previous: boolean): boolean {
    const kind = this.document.kind(row);
    if (kind === 'bool') return this.document.isTrue(row);
    if (kind !== 'null') this.#refuse(kind, 'bool');
    return previous;
  }

  struct<T>(row: number, previous: T | undefined, shape: GoStruct<T>): T {
    const { document } = this;
    const target = previous ?? shape.empty();
    const kind = document.kind(row);
    if (kind !== 'object') {
      if (kind !== 'null') this.#refuse(kind, shape.type);
      return target;
    }
    const outer = this.#structName;
    const end = document.next(row);
    for (let key = row + 1; key < end; key = document.next(key + 1)) {
      const field = this.#field(key, shape);
      if (!field) continue;
      this.#structName = shape.name;
      this.#path.push(field.name);
      field.set(target, this, key + 1);
      this.#path.pop();
      this.#structName = outer;
    }
    return target;
  }

  /** A pointer to a struct: null makes it nil. */
  pointer<T>(row: number, previous: T | undefined, shape: GoStruct<T>): T | undefined {
    return this.isNull(row) ? undefined : this.#structOrPrevious(row, previous, shape);
  }

  /** A slice: null makes it nil; elements fill those that an earlier duplicate left, as Go reuses the memory. */
  list<T>(
    row: number,
    previous: readonly T[] | undefined,
    type: string,
    each: (row: number, previous: T | undefined) => T,
  ): T[] | undefined {
    const kind = this.document.kind(row);
    if (kind !== 'array') {
      if (kind === 'null') return undefined;
      this.#refuse(kind, type);
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
    return this.list(row, previous, '[]string', (element, before) => this.string(element, before ?? ''));
  }

  structs<T>(row: number, previous: readonly T[] | undefined, shape: GoStruct<T>): T[] | undefined {
    return this.list(row, previous, `[]${shape.type}`, (element, before) => this.struct(element, before, shape));
  }

  /** `map[string]string`: duplicates of the map add to it, null empties it, a null value is ''. */
  stringMap(row: number, previous: Map<string, string> | undefined): Map<string, string> | undefined {
    const kind = this.document.kind(row);
    if (kind !== 'object') {
      if (kind === 'null') return undefined;
      this.#refuse(kind, 'map[string]string');
      return previous;
    }
    const map = previous ?? new Map<string, string>();
    for (const [key, value] of this.document.members(row)) map.set(key, this.string(value, ''));
    return map;
  }

  /** What Go's types do not have: read where it is of the right type, no error where it is not. */
  quietly<T>(read: () => T): T {
    const before = this.error;
    const value = read();
    this.error = before;
    return value;
  }

  #structOrPrevious<T>(row: number, previous: T | undefined, shape: GoStruct<T>): T | undefined {
    if (this.document.kind(row) === 'object') return this.struct(row, previous, shape);
    this.#refuse(this.document.kind(row), shape.type);
    return previous;
  }

  #field<T>(key: number, shape: GoStruct<T>): GoField<T> | undefined {
    if (this.document.end(key) - this.document.start(key) > shape.maxKeyLength) return undefined;
    const name = this.document.string(key);
    return shape.fields.get(name) ?? shape.fields.get(foldKey(name));
  }

  #refuse(found: string, type: string): void {
    if (this.error) return;
    const place =
      this.#structName === undefined ? 'Go value' : `Go struct field ${this.#structName}.${this.#path.join('.')}`;
    this.error = refuseManifest('type', `json: cannot unmarshal ${found} into ${place} of type ${type}`);
  }
}

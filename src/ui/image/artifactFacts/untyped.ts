/** A JSON value that nothing is known of yet. Reading what is not there gives undefined, never a failure. */
export class Untyped {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  /** A member by its own name, or an element by its place. */
  at(...path: readonly (string | number)[]): Untyped {
    let value = this.value;
    for (const key of path) {
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    }
    return new Untyped(value);
  }

  /** Returns a string, or a number as text, which says so if it was rounded; '' for anything else. */
  get text(): string {
    if (Number.isInteger(this.value) && !Number.isSafeInteger(this.value)) return `${this.value} (rounded)`;
    return typeof this.value === 'string' || typeof this.value === 'number' ? String(this.value) : '';
  }

  /** The elements of an array, none where it is no array. */
  get list(): readonly Untyped[] {
    return Array.isArray(this.value) ? this.value.map((element) => new Untyped(element)) : [];
  }

  get keys(): readonly string[] {
    return typeof this.value === 'object' && this.value !== null ? Object.keys(this.value) : [];
  }
}

/** The JSON in bytes; a value of nothing where it is none. */
export function readUntyped(bytes: Uint8Array): Untyped {
  try {
    return new Untyped(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    if (error instanceof SyntaxError) return new Untyped(undefined);
    throw error;
  }
}

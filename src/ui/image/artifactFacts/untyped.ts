import { artifactMessages } from '../../messages/artifacts.ts';

/** A JSON value of unknown shape. Reading a missing member gives undefined and never throws. */
export class Untyped {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  /** Returns a member by its own name, or an element by its index. */
  at(...path: readonly (string | number)[]): Untyped {
    let value = this.value;
    for (const key of path) {
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    }
    return new Untyped(value);
  }

  /** Returns a string, or a number as text (marked if it was rounded); '' for anything else. */
  get text(): string {
    if (Number.isInteger(this.value) && !Number.isSafeInteger(this.value))
      return artifactMessages.rounded(String(this.value));
    return typeof this.value === 'string' || typeof this.value === 'number' ? String(this.value) : '';
  }

  /** Returns the elements of an array; empty for anything else. */
  get list(): readonly Untyped[] {
    return Array.isArray(this.value) ? this.value.map((element) => new Untyped(element)) : [];
  }

  get keys(): readonly string[] {
    return typeof this.value === 'object' && this.value !== null ? Object.keys(this.value) : [];
  }
}

/** Parses JSON; returns an undefined value if it is not valid. */
export function readUntyped(bytes: Uint8Array): Untyped {
  try {
    return new Untyped(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    if (error instanceof SyntaxError) return new Untyped(undefined);
    throw error;
  }
}

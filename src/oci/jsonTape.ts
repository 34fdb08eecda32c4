/** What the scanner writes: one row a value or key, in document order. Columns may be longer than `count`. */
export interface JsonTape {
  readonly count: number;
  readonly codes: Uint8Array;
  /** First byte of the value, and the first byte behind it. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The row behind the value and all that is in it. */
  readonly nexts: Int32Array;
}

export const tapeCodes = {
  object: 0,
  array: 1,
  plainString: 2,
  quotedString: 3,
  number: 4,
  true: 5,
  false: 6,
  null: 7,
} as const;

/** The scanner's output: a row for each value and key, in document order. Columns may be longer than `count`. */
export interface JsonTape {
  readonly count: number;
  readonly codes: Uint8Array;
  /** Offset of the value's first byte. */
  readonly starts: Int32Array;
  /** Offset of the first byte after the value. */
  readonly ends: Int32Array;
  /** The row after the value and its contents. */
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

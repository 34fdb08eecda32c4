/** Limit of rows for which a column has room in one step, so that the last rows do not double a large array. */
const maxGrowth = 2 ** 20;

/** A list of unsigned 32-bit numbers in one array that grows. */
export class U32Column {
  array: Uint32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 64) {
    this.array = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.array.length) {
      const grown = new Uint32Array(this.length + Math.min(Math.max(this.length, 64), maxGrowth));
      grown.set(this.array);
      this.array = grown;
    }
    this.array[this.length++] = value;
  }

  at(row: number): number {
    return this.array[row] ?? 0;
  }

  /** Sets a row, also one beyond the end; rows that were never set are 0. */
  set(row: number, value: number): void {
    if (row >= this.array.length) {
      const grown = new Uint32Array(Math.max(row + 1, this.array.length + Math.min(this.array.length, maxGrowth)));
      grown.set(this.array);
      this.array = grown;
    }
    if (row >= this.length) this.length = row + 1;
    this.array[row] = value;
  }

  /** Returns the rows in an array of exactly their size. */
  trimmed(): Uint32Array<ArrayBuffer> {
    return this.array.slice(0, this.length);
  }
}

/** A list of doubles in one array that grows. */
export class F64Column {
  array = new Float64Array(16);
  length = 0;

  push(value: number): void {
    if (this.length === this.array.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.array);
      this.array = grown;
    }
    this.array[this.length++] = value;
  }

  trimmed(): Float64Array<ArrayBuffer> {
    return this.array.slice(0, this.length);
  }
}

/** A list of bytes in one array that grows. */
export class ByteColumn {
  array = new Uint8Array(1024);
  length = 0;

  append(bytes: Uint8Array, from = 0, to = bytes.length): void {
    this.reserve(to - from);
    for (let at = from; at < to; at++) this.array[this.length++] = bytes[at] ?? 0;
  }

  push(value: number): void {
    this.reserve(1);
    this.array[this.length++] = value;
  }

  trimmed(): Uint8Array<ArrayBuffer> {
    return this.array.slice(0, this.length);
  }

  private reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.array.length) return;
    const grown = new Uint8Array(Math.max(needed, Math.min(this.array.length * 2, this.array.length + 16 * maxGrowth)));
    grown.set(this.array.subarray(0, this.length));
    this.array = grown;
  }
}

/** Values of the few rows that have one; rows ascend. */
export interface RareValues {
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
}

/** Collects values of few rows, in ascending order of rows. */
export class RareColumn {
  private readonly rows = new U32Column(8);
  private readonly values = new F64Column();

  set(row: number, value: number): void {
    this.rows.push(row);
    this.values.push(value);
  }

  trimmed(): RareValues {
    return { rows: this.rows.trimmed(), values: this.values.trimmed() };
  }
}

/** Returns the value of a row, or undefined if it has none. */
export function rareValue({ rows, values }: RareValues, row: number): number | undefined {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row ? values[low] : undefined;
}

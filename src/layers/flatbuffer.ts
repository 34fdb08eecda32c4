/**
 * A table of a FlatBuffer. Fields are named by their offset in the vtable (4, 6, 8, …). A missing field, or one outside the
 * bytes, reads as its default.
 *
 * @see https://flatbuffers.dev/internals/
 */
export class FlatTable {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly at: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Opens the root table. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return new FlatTable(bytes, bytes.length >= 4 ? view.getUint32(0, true) : 0);
  }

  int8(field: number, absent = 0): number {
    const at = this.fieldAt(field, 1);
    return at === undefined ? absent : this.view.getInt8(at);
  }

  uint32(field: number): number {
    const at = this.fieldAt(field, 4);
    return at === undefined ? 0 : this.view.getUint32(at, true);
  }

  /** A signed 64-bit number; above 2^53 it loses digits. */
  int64(field: number): number {
    const at = this.fieldAt(field, 8);
    return at === undefined ? 0 : Number(this.view.getBigInt64(at, true));
  }

  table(field: number): FlatTable | undefined {
    const at = this.follow(this.fieldAt(field, 4));
    return at === undefined ? undefined : new FlatTable(this.bytes, at);
  }

  /** Returns the bytes of a string or a vector of bytes, as a view. */
  text(field: number): Uint8Array {
    return this.vectorBytes(this.follow(this.fieldAt(field, 4)));
  }

  /** Yields the strings of a vector. */
  *texts(field: number): Generator<Uint8Array> {
    for (const at of this.elements(field)) yield this.vectorBytes(at);
  }

  /** Yields the tables of a vector. */
  *tables(field: number): Generator<FlatTable> {
    for (const at of this.elements(field)) yield new FlatTable(this.bytes, at);
  }

  private *elements(field: number): Generator<number> {
    const vector = this.follow(this.fieldAt(field, 4));
    if (vector === undefined || !this.has(vector, 4)) return;
    const count = this.view.getUint32(vector, true);
    for (let index = 0; index < count; index++) {
      const at = this.follow(vector + 4 + index * 4);
      if (at === undefined) return;
      yield at;
    }
  }

  private vectorBytes(at: number | undefined): Uint8Array {
    if (at === undefined || !this.has(at, 4)) return new Uint8Array(0);
    const length = this.view.getUint32(at, true);
    return this.has(at + 4, length) ? this.bytes.subarray(at + 4, at + 4 + length) : new Uint8Array(0);
  }

  private fieldAt(field: number, size: number): number | undefined {
    if (!this.has(this.at, 4)) return undefined;
    const vtable = this.at - this.view.getInt32(this.at, true);
    if (!this.has(vtable, 4) || this.view.getUint16(vtable, true) < field + 2 || !this.has(vtable + field, 2))
      return undefined;
    const offset = this.view.getUint16(vtable + field, true);
    return offset !== 0 && this.has(this.at + offset, size) ? this.at + offset : undefined;
  }

  private follow(at: number | undefined): number | undefined {
    if (at === undefined || !this.has(at, 4)) return undefined;
    const target = at + this.view.getUint32(at, true);
    return this.has(target, 4) ? target : undefined;
  }

  private has(at: number, length: number): boolean {
    return at >= 0 && at + length <= this.bytes.length;
  }
}

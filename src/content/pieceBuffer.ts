/**
 * Gathers writes of any size into pieces of exactly `pieceBytes`, so that a stream of small writes does not become as many
 * records. Holds less than one piece, and grows up to that size as needed.
 */
export class PieceBuffer {
  readonly #pieceBytes: number;
  #bytes = new Uint8Array(0);
  #length = 0;

  constructor(pieceBytes: number) {
    this.#pieceBytes = pieceBytes;
  }

  /** Copies `bytes` and returns the pieces that they filled, which the caller owns. */
  append(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const full: Uint8Array<ArrayBuffer>[] = [];
    for (let taken = 0; taken < bytes.length; ) {
      const part = bytes.subarray(taken, taken + this.#pieceBytes - this.#length);
      this.#reserve(this.#length + part.length);
      this.#bytes.set(part, this.#length);
      this.#length += part.length;
      taken += part.length;
      if (this.#length === this.#pieceBytes) full.push(this.#take());
    }
    return full;
  }

  /** Returns the bytes that do not fill a piece: a view, valid until the next append. */
  rest(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  #take(): Uint8Array<ArrayBuffer> {
    const piece = this.#bytes;
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
    return piece;
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.min(this.#pieceBytes, Math.max(length, this.#bytes.length * 2)));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

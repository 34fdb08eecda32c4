import { ByteColumn, U32Column } from './columns.ts';

/** Distinct byte strings, one after another. String `n` is the bytes from `ends[n - 1]` to `ends[n]`; string 0 is empty. */
export interface ByteStrings {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** Returns string `id` as a view, empty for an unknown id. */
export function byteString({ bytes, ends }: ByteStrings, id: number): Uint8Array {
  return bytes.subarray(id > 0 ? (ends[id - 1] ?? 0) : 0, ends[id] ?? 0);
}

/** Gives equal byte strings the same number. Numbers count up from 0, the empty string. */
export class ByteStringTable {
  private readonly text = new ByteColumn();
  private readonly ends = new U32Column();
  private readonly hashes = new U32Column();
  /** Number of a string plus one; 0 is a free slot. Its length is a power of two. */
  private slots = new Uint32Array(64);
  /** Hides which strings share a slot, so that a layer cannot be made of strings that all do. */
  private readonly seed = (Math.random() * 2 ** 32) >>> 0;
  private readonly empty = new Uint8Array(0);

  constructor() {
    this.intern(this.empty);
  }

  get count(): number {
    return this.ends.length;
  }

  /** Size of all strings. */
  get size(): number {
    return this.text.length;
  }

  intern(bytes: Uint8Array, from = 0, to = bytes.length): number {
    const hash = this.hash(bytes, from, to);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let found = this.slots[slot]; found; found = this.slots[slot]) {
      if (this.hashes.at(found - 1) === hash && this.equals(found - 1, bytes, from, to)) return found - 1;
      slot = (slot + 1) & mask;
    }
    const id = this.ends.length;
    this.text.append(bytes, from, to);
    this.ends.push(this.text.length);
    this.hashes.push(hash);
    this.slots[slot] = id + 1;
    if (this.ends.length * 2 > this.slots.length) this.grow();
    return id;
  }

  get(id: number): Uint8Array {
    return this.text.array.subarray(id > 0 ? this.ends.at(id - 1) : 0, this.ends.at(id));
  }

  /** Returns the rank of each string in the order of their bytes. */
  ranks(): Uint32Array {
    const order = Uint32Array.from({ length: this.count }, (_, id) => id).sort((a, b) =>
      compareBytes(this.get(a), this.get(b)),
    );
    const ranks = new Uint32Array(order.length);
    for (const [rank, id] of order.entries()) ranks[id] = rank;
    return ranks;
  }

  trimmed(): ByteStrings {
    return { bytes: this.text.trimmed(), ends: this.ends.trimmed() };
  }

  private hash(bytes: Uint8Array, from: number, to: number): number {
    let hash = this.seed;
    for (let at = from; at < to; at++) {
      hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
    return (hash ^ (hash >>> 15)) >>> 0;
  }

  private equals(id: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = id > 0 ? this.ends.at(id - 1) : 0;
    if (this.ends.at(id) - start !== to - from) return false;
    const own = this.text.array;
    for (let at = from, mine = start; at < to; at++, mine++) if (bytes[at] !== own[mine]) return false;
    return true;
  }

  private grow(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.ends.length; id++) {
      let slot = this.hashes.at(id) & mask;
      while (slots[slot]) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.slots = slots;
  }
}

/** Compares byte by byte; a prefix sorts first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

import { digestBytes } from '../oci/index.ts';
import { ByteColumn, F64Column } from './columns.ts';
import { placeKinds, type Spans } from './layerIndex.ts';

/** Distance between places, in bytes of the blob: reading a file costs up to this much. */
const blobBytesApart = 768 * 1024;
/** Distance in unpacked bytes, for content that compresses well. */
const unpackedBytesApart = 6 * 1024 * 1024;
/** Members and frames cost nothing to start at; smaller ones share a place. */
const startBytesApart = 64 * 1024;
const startUnpackedApart = 1024 * 1024;
/** A block or frame without an end is hashed in spans of this size. */
const maxSpanBytes = 4 * 1024 * 1024;
/** Spans that are hashed at the same time. */
const maxPending = 8;
/** Bytes of the digest of a span. */
export const spanDigestBytes = 32;

interface Chunk {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Collects places at which unpacking can start, and the digest of the blob's bytes between them. */
export class SpanRecorder {
  private readonly packed = new F64Column();
  private readonly unpacked = new F64Column();
  private readonly kinds = new ByteColumn();
  private readonly bits = new ByteColumn();
  private readonly windows: Uint8Array<ArrayBuffer>[] = [];
  private readonly digests: Promise<string>[] = [];
  /** Bytes of the blob since the start of the last span. */
  private chunks: Chunk[] = [];
  private blobBytes = 0;
  private lastPacked = 0;
  private lastUnpacked = 0;
  private spanFrom = 0;

  constructor() {
    this.addPlace(0, 0, placeKinds.start, 0, new Uint8Array(0));
  }

  /** Takes the next bytes of the blob, before they are unpacked. */
  chunk(bytes: Uint8Array): void {
    this.chunks.push({ start: this.blobBytes, bytes });
    this.blobBytes += bytes.length;
  }

  /** Adds a place inside a long block or frame, after its bytes so far were unpacked; waits if many spans are being hashed. */
  async settle(unpacked: number): Promise<void> {
    if (this.blobBytes - this.spanFrom >= maxSpanBytes) {
      this.place(this.blobBytes, unpacked, placeKinds.inside, 0, new Uint8Array(0));
    }
    await this.digests.at(-1 - maxPending);
  }

  /** Reports whether the next end of a block is to be a place. */
  isDue(packed: number, unpacked: number): boolean {
    return packed - this.lastPacked >= blobBytesApart || unpacked - this.lastUnpacked >= unpackedBytesApart;
  }

  /** A gzip member, a zstd frame or a part of a plain tar starts. */
  start(packed: number, unpacked: number): void {
    const isFar =
      packed - this.lastPacked >= startBytesApart ||
      (unpacked - this.lastUnpacked >= startUnpackedApart && packed > this.lastPacked);
    if (isFar) this.place(packed, unpacked, placeKinds.start, 0, new Uint8Array(0));
  }

  /** A deflate block ends; `bits` is the number of unused bits of the byte before. */
  add(packed: number, unpacked: number, bits: number, window: Uint8Array<ArrayBuffer>): void {
    this.place(packed, unpacked, placeKinds.block, bits, window);
  }

  /** Returns the places and their digests. */
  async finish(): Promise<Spans> {
    this.hashUpTo(this.blobBytes);
    const digests = new Uint8Array(this.digests.length * spanDigestBytes);
    for (const [span, digest] of (await Promise.all(this.digests)).entries()) {
      digests.set(parseSpanDigest(digest), span * spanDigestBytes);
    }
    return {
      packed: this.packed.trimmed(),
      unpacked: this.unpacked.trimmed(),
      kinds: this.kinds.trimmed(),
      bits: this.bits.trimmed(),
      digests,
      windows: this.windows,
    };
  }

  private place(packed: number, unpacked: number, kind: number, bits: number, window: Uint8Array<ArrayBuffer>): void {
    this.hashUpTo(packed);
    this.spanFrom = packed - (bits > 0 ? 1 : 0);
    this.chunks = this.chunks.filter(({ start, bytes }) => start + bytes.length > this.spanFrom);
    this.addPlace(packed, unpacked, kind, bits, window);
  }

  private addPlace(
    packed: number,
    unpacked: number,
    kind: number,
    bits: number,
    window: Uint8Array<ArrayBuffer>,
  ): void {
    this.packed.push(packed);
    this.unpacked.push(unpacked);
    this.kinds.push(kind);
    this.bits.push(bits);
    this.windows.push(window);
    // A place inside a block does not move the next one that unpacking can start at.
    if (kind === placeKinds.inside) return;
    [this.lastPacked, this.lastUnpacked] = [packed, unpacked];
  }

  private hashUpTo(end: number): void {
    const bytes = new Uint8Array(end - this.spanFrom);
    for (const chunk of this.chunks) {
      const from = Math.max(this.spanFrom - chunk.start, 0);
      const part = chunk.bytes.subarray(from, Math.max(from, end - chunk.start));
      if (part.length > 0) bytes.set(part, chunk.start + from - this.spanFrom);
    }
    this.digests.push(digestBytes('sha256', bytes));
  }
}

/** Returns the 32 bytes of a SHA-256 digest. */
export function parseSpanDigest(digest: string): Uint8Array {
  const hex = digest.slice('sha256:'.length);
  return Uint8Array.from({ length: spanDigestBytes }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

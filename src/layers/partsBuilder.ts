import { isDigest } from '../oci/index.ts';
import type { ByteStringTable } from './byteStrings.ts';
import { ByteColumn, F64Column, U32Column } from './columns.ts';
import type { IndexBuilder } from './indexBuilder.ts';
import { contentHashBytes, type Parts } from './layerIndex.ts';

/** A part of a file in the blob. */
export interface Part {
  readonly row: number;
  readonly from: number;
  /** End of the file's range, if it is stated. */
  readonly to: number;
  readonly inner: number;
  readonly offset: number;
  readonly size: number;
  /** Empty without one. */
  readonly digest: string;
  readonly isZeros: boolean;
}

/** Collects the parts of the files of a lazy layer. */
export class PartsBuilder {
  private readonly rows = new U32Column();
  private readonly from = new F64Column();
  private readonly to = new F64Column();
  private readonly inner = new F64Column();
  private readonly offsets = new F64Column();
  private readonly sizes = new F64Column();
  private readonly digests = new U32Column();
  private readonly zeros = new ByteColumn();

  constructor(private readonly names: ByteStringTable) {}

  add(part: Part): void {
    this.rows.push(part.row);
    this.from.push(part.from);
    this.to.push(part.to);
    this.inner.push(part.inner);
    this.offsets.push(part.offset);
    this.sizes.push(part.size);
    this.digests.push(this.names.intern(new TextEncoder().encode(part.digest)));
    this.zeros.push(part.isZeros ? 1 : 0);
  }

  /** Sets the content hash of a row to the start of its digest: files of such layers are compared with each other. */
  setHash(builder: IndexBuilder, row: number, digest: string): void {
    const hex = isDigest(digest) ? digest.slice(digest.indexOf(':') + 1) : '';
    if (hex === '') return;
    const byteAt = (_: unknown, at: number) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
    builder.setHash(row, Uint8Array.from({ length: contentHashBytes }, byteAt));
  }

  /** Returns the parts. Each ends where the next member or frame of a part starts, at the latest at `end`. */
  finish(end: number): Parts {
    const from = this.from.trimmed();
    const inner = this.inner.trimmed();
    const zeros = this.zeros.trimmed();
    const starts = from.filter((_, part) => inner[part] === 0 && zeros[part] === 0).sort();
    const to = this.to.trimmed().map((stated, part) => Math.min(stated, nextStart(starts, from[part] ?? 0), end));
    return {
      entries: this.rows.trimmed(),
      from,
      to,
      inner,
      offsets: this.offsets.trimmed(),
      sizes: this.sizes.trimmed(),
      digests: this.digests.trimmed(),
      zeros,
    };
  }
}

/** Returns the first start after an offset, or infinity. */
function nextStart(starts: Float64Array, offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return starts[low] ?? Number.POSITIVE_INFINITY;
}

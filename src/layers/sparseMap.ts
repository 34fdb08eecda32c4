import { maxMetaBytes } from './layerLimits.ts';
import { latin1, type PaxRecords, parseDecimal } from './paxRecords.ts';
import { parseNumber, tarBlockBytes } from './tarBlock.ts';

/** Offsets and lengths of the stored parts of a file with holes, in pairs. */
export type SparseMap = readonly number[];

const newline = 0x0a;
const entryBytes = 24;
const numberBytes = 12;
/** Entries in the header of an old GNU sparse file, and in each block that extends it. */
const headerEntries = 4;
const extensionEntries = 21;

/** A pax header's description of a file with holes (GNU tar, "Storing Sparse Files"). */
export interface SparseHeader {
  readonly name: Uint8Array | undefined;
  /** Size with holes. */
  readonly size: number | undefined;
  /** Absent if the map is before the content (format 1.0). */
  readonly map: SparseMap | undefined;
}

/**
 * Returns how pax records describe a file with holes, undefined if they do not.
 * @returns `invalid` if a number is invalid
 */
export function sparseHeader({ values, sparseNumbers }: PaxRecords): SparseHeader | undefined | 'invalid' {
  const text = (key: string) => latin1(values.get(key) ?? new Uint8Array(0));
  const version = `${text('GNU.sparse.major')}.${text('GNU.sparse.minor')}`;
  const parts = sparseNumbers.length > 0 ? sparseNumbers : splitAt(values.get('GNU.sparse.map'), 0x2c);
  const isInHeader = version === '0.0' || version === '0.1' || (version === '.' && parts.length > 0);
  if (!isInHeader && version !== '1.0') return undefined;
  const size = values.get('GNU.sparse.size') ?? values.get('GNU.sparse.realsize');
  const map = isInHeader ? parts.map(parseDecimal) : undefined;
  const sizeNumber = size && size.length > 0 ? parseDecimal(size) : undefined;
  if ((size && size.length > 0 && sizeNumber === undefined) || map?.includes(undefined)) return 'invalid';
  const name = values.get('GNU.sparse.name');
  return {
    name: name && name.length > 0 ? name : undefined,
    size: sizeNumber,
    map: map?.filter((number) => number !== undefined),
  };
}

/** Collects the map before the content of a file of format 1.0: decimal lines in whole blocks, the number of entries first. */
export class SparseLines {
  private bytes = new Uint8Array(tarBlockBytes);
  private length = 0;
  private lines = 0;
  /** Number of lines of the complete map, once the first line is there. */
  private wanted: number | undefined;

  /**
   * Adds a block of lines.
   * @returns undefined if more blocks are needed; `invalid` if it is not a map
   */
  push(block: Uint8Array): SparseMap | undefined | 'invalid' {
    if (this.length >= maxMetaBytes) return 'invalid';
    if (this.length === this.bytes.length) {
      const grown = new Uint8Array(this.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes.set(block, this.length);
    this.length += tarBlockBytes;
    for (const byte of block) if (byte === newline) this.lines++;
    if (this.lines === 0) return undefined;
    if (this.wanted === undefined) {
      const count = parseDecimal(this.bytes.subarray(0, this.bytes.indexOf(newline)));
      if (count === undefined || count < 0) return 'invalid';
      this.wanted = 1 + count * 2;
    }
    if (this.lines < this.wanted) return undefined;
    const map = splitAt(this.bytes.subarray(0, this.length), newline).slice(1, this.wanted).map(parseDecimal);
    return map.includes(undefined) ? 'invalid' : map.filter((number) => number !== undefined);
  }
}

/** Parses the entries of an old GNU header, or of a block that extends it. A block without them ends the map. */
export function parseOldSparse(
  block: Uint8Array,
  isExtension: boolean,
): { readonly map: SparseMap; readonly isExtended: boolean } | undefined {
  const [at, count] = isExtension ? [0, extensionEntries] : [386, headerEntries];
  const map: number[] = [];
  for (let entry = at; entry < at + count * entryBytes && block[entry]; entry += entryBytes) {
    const offset = parseNumber(block, entry, numberBytes);
    const length = parseNumber(block, entry + numberBytes, numberBytes);
    if (offset === undefined || length === undefined) return undefined;
    map.push(offset, length);
  }
  return { map, isExtended: (block[at + count * entryBytes] ?? 0) > 0 };
}

/** Returns the real size in an old GNU header. */
export function oldSparseSize(block: Uint8Array): number | undefined {
  return parseNumber(block, 483, numberBytes);
}

/** Reports whether parts ascend, do not overlap and end within the size. */
export function isValidMap(map: SparseMap, size: number): boolean {
  if (map.length % 2 !== 0 || size < 0) return false;
  let end = 0;
  for (let at = 0; at < map.length; at += 2) {
    const [offset = 0, length = 0] = [map[at], map[at + 1]];
    if (offset < end || length < 0 || offset + length > size) return false;
    end = offset + length;
  }
  return true;
}

/** Number of bytes of whole blocks. */
export function paddedToBlock(size: number): number {
  return Math.ceil(size / tarBlockBytes) * tarBlockBytes;
}

function splitAt(bytes: Uint8Array | undefined, separator: number): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  if (!bytes || bytes.length === 0) return parts;
  for (let from = 0; ; ) {
    const to = bytes.indexOf(separator, from);
    parts.push(bytes.subarray(from, to < 0 ? bytes.length : to));
    if (to < 0) return parts;
    from = to + 1;
  }
}

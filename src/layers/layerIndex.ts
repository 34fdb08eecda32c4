import type { Digest } from '../oci/index.ts';
import { type ByteStrings, byteString } from './byteStrings.ts';
import { type RareValues, rareValue } from './columns.ts';
import type { Compression } from './compression.ts';
import type { LayerFinding, LayerFindingReason } from './layerFinding.ts';
import { rootNode } from './pathTable.ts';

/** Version of the format. An index of another version is computed again. */
export const layerIndexVersion = 1;

/** Types of entries; a column holds the position in this list. `hardlink` is another name of a file. */
export const entryTypes = ['file', 'hardlink', 'symlink', 'char', 'block', 'dir', 'fifo', 'unknown'] as const;
export const fileType = 0;
export const hardlinkType = 1;
export const symlinkType = 2;
export const charType = 3;
export const blockType = 4;
export const dirType = 5;
export const fifoType = 6;
export const unknownType = 7;

/** Bits of the column `flags`. */
export const entryFlags = { absolute: 1, trailingSlash: 2, directoryMode: 4, sparse: 8, hashed: 16 } as const;

/** Bytes of a content hash. */
export const contentHashBytes = 16;

/** The entries of a layer, in the order of its tar, as columns with a row for each entry. */
export interface EntryColumns {
  readonly count: number;
  /** Node of the path: normalised, `..` resolved inside the root, symlinks not followed. */
  readonly paths: Uint32Array<ArrayBuffer>;
  readonly types: Uint8Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  /** The 12 permission bits. */
  readonly modes: Uint16Array<ArrayBuffer>;
  readonly owners: Uint32Array<ArrayBuffer>;
  /** Size of the file in bytes, holes included, modulo 2^32; `largeSizes` has the full number. */
  readonly sizes: Uint32Array<ArrayBuffer>;
  /** Offset of the content in the tar, in blocks of 512 bytes. */
  readonly blocks: Uint32Array<ArrayBuffer>;
  /** Modification time in seconds; `largeTimes` has those outside 32 bits. */
  readonly times: Int32Array<ArrayBuffer>;
  /** Target of a link as written, as a string of `names`. */
  readonly links: Uint32Array<ArrayBuffer>;
  /** XXH128 of the stored content, for equality only, if the flag `hashed` is set. */
  readonly hashes: Uint8Array<ArrayBuffer>;
  readonly rare: {
    readonly largeSizes: RareValues;
    /** Stored bytes of files with holes, without their map. */
    readonly storedSizes: RareValues;
    /** Size in the header of entries that have no content. */
    readonly headerSizes: RareValues;
    readonly largeTimes: RareValues;
    /** Nanoseconds of the modification time. */
    readonly nanoseconds: RareValues;
    readonly majors: RareValues;
    readonly minors: RareValues;
    /** Number of `..` that led above the root. */
    readonly stepsAbove: RareValues;
    /** Extended attributes as a string of `names`: see `parseXattrs`. */
    readonly xattrs: RareValues;
    /** Map of a file with holes as a string of `names`: decimal offset and length, separated by commas. */
    readonly sparseMaps: RareValues;
  };
}

/** Owners of entries, as columns; names are strings of `names`. */
export interface OwnerColumns {
  readonly uids: Float64Array<ArrayBuffer>;
  readonly gids: Float64Array<ArrayBuffer>;
  readonly users: Uint32Array<ArrayBuffer>;
  readonly groups: Uint32Array<ArrayBuffer>;
}

/** Kinds of places: inside a deflate block or zstd frame; at the start of a member, frame or plain part; between deflate blocks. */
export const placeKinds = { inside: 0, start: 1, block: 2 } as const;

/**
 * Places in the blob, ascending, with a span from each to the next one. Unpacking can start at those that are not `inside`
 * (zran of zlib). If `bits` is not 0, the span begins one byte earlier, with the high bits of that byte.
 */
export interface Spans {
  /** Offset in the blob, and in the unpacked tar. */
  readonly packed: Float64Array<ArrayBuffer>;
  readonly unpacked: Float64Array<ArrayBuffer>;
  /** Numbers of `placeKinds`. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly bits: Uint8Array<ArrayBuffer>;
  /** 32 bytes of SHA-256 of each span's bytes in the blob. */
  readonly digests: Uint8Array<ArrayBuffer>;
  /** Up to 32 KiB of unpacked bytes before each place between blocks; empty for the others. */
  readonly windows: readonly Uint8Array<ArrayBuffer>[];
}

/** No places. */
export const noSpans: Spans = {
  packed: new Float64Array(0),
  unpacked: new Float64Array(0),
  kinds: new Uint8Array(0),
  bits: new Uint8Array(0),
  digests: new Uint8Array(0),
  windows: [],
};

/** Parts of files of a lazy layer (eStargz, zstd:chunked), as columns, ordered by entry and offset in the file. */
export interface Parts {
  readonly entries: Uint32Array<ArrayBuffer>;
  /** Range of the blob. */
  readonly from: Float64Array<ArrayBuffer>;
  readonly to: Float64Array<ArrayBuffer>;
  /** Number of unpacked bytes to skip. */
  readonly inner: Float64Array<ArrayBuffer>;
  /** Offset in the file, and size. */
  readonly offsets: Float64Array<ArrayBuffer>;
  readonly sizes: Float64Array<ArrayBuffer>;
  /** Digest of the unpacked part as a string of `names`; 0 without one. */
  readonly digests: Uint32Array<ArrayBuffer>;
  /** 1: zeros, with no bytes in the blob. */
  readonly zeros: Uint8Array<ArrayBuffer>;
}

/**
 * The basis of an index. `layer`: the whole layer was read here. `verified`: a table of contents that a chain of digests from
 * the manifest proves. `listed`: a table that the registry lists, which nothing proves.
 */
export type IndexBasis = 'layer' | 'verified' | 'listed';

/** The contents of a layer as columns that can be transferred and stored (`serializeIndex`). */
export interface LayerIndex {
  readonly version: typeof layerIndexVersion;
  readonly basis: IndexBasis;
  readonly compression: Compression;
  /** Bytes of the blob, and of the unpacked tar, as far as they were read. */
  readonly packedSize: number;
  readonly unpackedSize: number;
  /** Digest of the unpacked bytes that were read: the layer's diffID if `isStreamComplete`. Absent unless `basis` is `layer`. */
  readonly diffId?: Digest;
  /** The blob was unpacked to its end without an error. */
  readonly isStreamComplete: boolean;
  /** The tar was read to its end, so that every entry is listed. */
  readonly isTarComplete: boolean;
  readonly hasGlobalHeader: boolean;
  readonly names: ByteStrings;
  /** Path nodes: number of the parent, and of the name in `names`. */
  readonly paths: { readonly parents: Uint32Array<ArrayBuffer>; readonly names: Uint32Array<ArrayBuffer> };
  readonly owners: OwnerColumns;
  readonly entries: EntryColumns;
  readonly spans: Spans;
  readonly parts?: Parts;
  readonly findings: readonly LayerFinding[];
  /** Number of findings by reason, with those that are not listed. */
  readonly findingCounts: Readonly<Partial<Record<LayerFindingReason, number>>>;
}

/** Returns a path as bytes, without a leading slash; empty for the root. */
export function pathBytes(index: Pick<LayerIndex, 'names' | 'paths'>, node: number): Uint8Array {
  const { parents, names } = index.paths;
  let length = -1;
  for (let at = node; at !== rootNode; at = parents[at] ?? rootNode) {
    length += byteString(index.names, names[at] ?? 0).length + 1;
  }
  const bytes = new Uint8Array(Math.max(0, length));
  for (let at = node, end = length; at !== rootNode; at = parents[at] ?? rootNode) {
    const name = byteString(index.names, names[at] ?? 0);
    bytes.set(name, end - name.length);
    end -= name.length + 1;
    if (end > 0) bytes[end] = 0x2f;
  }
  return bytes;
}

/** Returns the size of an entry in bytes, holes included; 0 for entries without content. */
export function entrySize({ sizes, rare }: EntryColumns, row: number): number {
  return rareValue(rare.largeSizes, row) ?? sizes[row] ?? 0;
}

/** Returns the number of bytes that the layer stores for an entry. */
export function storedSize(entries: EntryColumns, row: number): number {
  return rareValue(entries.rare.storedSizes, row) ?? entrySize(entries, row);
}

/** Reports whether entries of a type have content in the tar, whatever its size. */
export function hasContent(type: number): boolean {
  return type === fileType || type === unknownType;
}

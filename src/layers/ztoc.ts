import { isDigest, parseRfc3339 } from '../oci/index.ts';
import { ByteColumn, F64Column } from './columns.ts';
import { FlatTable } from './flatbuffer.ts';
import { IndexBuilder } from './indexBuilder.ts';
import type { LayerEntry } from './layerEntry.ts';
import {
  blockType,
  charType,
  dirType,
  fifoType,
  fileType,
  hardlinkType,
  type LayerIndex,
  layerIndexVersion,
  placeKinds,
  type Spans,
  symlinkType,
} from './layerIndex.ts';
import { maxPathBytes, maxTocBytes } from './layerLimits.ts';
import { decodeName } from './nameText.ts';
import { parseSpanDigest } from './spanRecorder.ts';
import { tarBlockBytes } from './tarBlock.ts';

const types = new Map([
  ['reg', fileType],
  ['hardlink', hardlinkType],
  ['symlink', symlinkType],
  ['char', charType],
  ['block', blockType],
  ['dir', dirType],
  ['fifo', fifoType],
]);
const gzipAlgorithm = 1;
/** Count of places and size of a span before the first place. */
const checkpointHeaderBytes = 12;
const windowBytes = 32 * 1024;
/** Offset in the blob and in the tar, number of bits, window. */
const checkpointBytes = 17 + windowBytes;
/** Version 1 leaves out the first place, and assumes a gzip header without optional fields. */
const plainHeaderBytes = 10;
const xattrPrefix = 'SCHILY.xattr.';

/**
 * Parses a zTOC of SOCI: entries, and places in a gzip blob with the digest of each span. The caller has verified its digest;
 * `isProven` says whether a chain of digests from the manifest leads to it.
 * @returns undefined if it is not a zTOC of a gzip blob of this size
 * @see https://github.com/awslabs/soci-snapshotter/blob/v0.11.0/ztoc/fbs/ztoc.fbs
 */
export function parseZtoc(bytes: Uint8Array, blobBytes: number, isProven: boolean): LayerIndex | undefined {
  if (bytes.length > maxTocBytes) return undefined;
  const root = FlatTable.root(bytes);
  const unpackedSize = root.int64(10);
  const compression = root.table(14);
  const toc = root.table(12);
  const isFitting =
    root.int64(8) === blobBytes && unpackedSize >= 0 && compression?.int8(4, gzipAlgorithm) === gzipAlgorithm;
  const spans = isFitting && compression ? parseSpans(compression, blobBytes, unpackedSize) : undefined;
  if (!spans || !toc) return undefined;
  const builder = new IndexBuilder();
  let isComplete = true;
  for (const file of toc.tables(4)) {
    const entry = parseFile(file, unpackedSize);
    if (!entry) builder.findings.add('toc_entry_invalid', () => decodeName(file.text(4).subarray(0, maxPathBytes)));
    if (!entry || builder.add(entry) === undefined) isComplete = false;
  }
  return {
    version: layerIndexVersion,
    basis: isProven ? 'verified' : 'listed',
    compression: 'gzip',
    packedSize: blobBytes,
    unpackedSize,
    isStreamComplete: isComplete,
    isTarComplete: isComplete,
    hasGlobalHeader: false,
    ...builder.finish(),
    spans,
  };
}

function parseFile(file: FlatTable, unpackedSize: number): LayerEntry | undefined {
  const type = types.get(decodeName(file.text(6)));
  const [contentAt, size] = [file.int64(8), file.int64(10)];
  const ms = parseRfc3339(decodeName(file.text(24))) ?? 0;
  const isInside = contentAt >= 0 && size >= 0 && contentAt % tarBlockBytes === 0 && contentAt + size <= unpackedSize;
  if (type === undefined || !isInside) return undefined;
  const records = [...file.tables(30)].map((record) => [record.text(4), record.text(6)] as const);
  const xattrs = records
    .filter(([key]) => decodeName(key.subarray(0, xattrPrefix.length)) === xattrPrefix)
    .map(([key, value]) => [key.subarray(xattrPrefix.length), value] as const);
  return {
    name: file.text(4),
    type,
    mode: file.int64(14),
    uid: file.uint32(16),
    gid: file.uint32(18),
    user: file.text(20),
    group: file.text(22),
    size,
    storedSize: size,
    contentAt,
    mtime: Math.floor(ms / 1000),
    nanoseconds: 0,
    link: file.text(12),
    major: file.int64(26),
    minor: file.int64(28),
    xattrs: xattrs.length > 0 ? xattrs : undefined,
    sparseMap: undefined,
  };
}

function parseSpans(compression: FlatTable, blobBytes: number, unpackedSize: number): Spans | undefined {
  const digests = [...compression.texts(8)].map((digest) => decodeName(digest));
  const points = compression.text(10);
  const view = new DataView(points.buffer, points.byteOffset, points.length);
  if (points.length < checkpointHeaderBytes) return undefined;
  const count = view.getInt32(0, true);
  const stored = (points.length - checkpointHeaderBytes) / checkpointBytes;
  const hasFirst = stored === count;
  if (count < 1 || (!hasFirst && stored !== count - 1) || digests.length !== count) return undefined;
  if (!digests.every((digest) => isDigest(digest) && digest.startsWith('sha256:'))) return undefined;
  const [packed, unpacked] = [new F64Column(), new F64Column()];
  const [kinds, bits, sums] = [new ByteColumn(), new ByteColumn(), new ByteColumn()];
  const windows: Uint8Array<ArrayBuffer>[] = [];
  for (let point = 0; point < count; point++) {
    const at = checkpointHeaderBytes + (hasFirst ? point : point - 1) * checkpointBytes;
    const isLeftOut = point === 0 && !hasFirst;
    const place = isLeftOut ? plainHeaderBytes : Number(view.getBigInt64(at, true));
    const offset = isLeftOut ? 0 : Number(view.getBigInt64(at + 8, true));
    const last = point > 0 ? (packed.array[point - 1] ?? 0) : -1;
    const isAfter = place > last && offset >= (unpacked.array[point - 1] ?? 0);
    const unused = isLeftOut ? 0 : (points[at + 16] ?? 0);
    if (!isAfter || place > blobBytes || offset > unpackedSize || unused > 7) return undefined;
    packed.push(place);
    unpacked.push(offset);
    kinds.push(placeKinds.block);
    bits.push(unused);
    const window = points.slice(at + 17, at + checkpointBytes);
    windows.push(isLeftOut || offset === 0 ? new Uint8Array(0) : window.subarray(-Math.min(offset, windowBytes)));
    sums.append(parseSpanDigest(digests[point] ?? ''));
  }
  return {
    packed: packed.trimmed(),
    unpacked: unpacked.trimmed(),
    kinds: kinds.trimmed(),
    bits: bits.trimmed(),
    digests: sums.trimmed(),
    windows,
  };
}

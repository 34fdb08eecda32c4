import { deflateRaw, inflateRaw } from 'pako';
import { isDigest } from '../oci/index.ts';
import type { ByteStrings } from './byteStrings.ts';
import { type IndexColumn, type IndexParts, indexColumns, isConsistent, type PlainColumn } from './indexColumns.ts';
import { type LayerIndex, layerIndexVersion } from './layerIndex.ts';

/** First bytes of a serialized index. */
const magic = [0x6f, 0x63, 0x69, 0x4c, 0x61, 0x79, 0x65, 0x72];
/** Magic, version, length of the JSON. */
const headBytes = 16;
const align = 8;
const columnTypes = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f64: Float64Array } as const;

/** The JSON before the columns. */
interface Head {
  readonly facts: Omit<LayerIndex, 'names' | 'paths' | 'owners' | 'entries' | 'spans' | 'parts'>;
  readonly hasParts: boolean;
  /** Number of entries. */
  readonly count: number;
  /** Number of rows of each column, in the order of `indexColumns`. */
  readonly lengths: readonly number[];
  readonly windowLengths: readonly number[];
}

/**
 * Writes an index as bytes: a version, facts as JSON, then each column as it is in memory (little endian). Windows are deflated to
 * about a quarter.
 */
export function serializeIndex(index: LayerIndex): Uint8Array<ArrayBuffer> {
  const { names: _names, paths: _paths, owners: _owners, entries: _entries, spans, parts, ...facts } = index;
  const columns = indexColumns(index).map(({ array }) => array);
  const windows = spans.windows.map((window) => (window.length > 0 ? deflateRaw(window, { level: 6 }) : window));
  const head: Head = {
    facts,
    hasParts: parts !== undefined,
    count: index.entries.count,
    lengths: columns.map(({ length }) => length),
    windowLengths: windows.map(({ length }) => length),
  };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const size = [...columns, ...windows].reduce(
    (at, { byteLength }) => padded(at) + byteLength,
    headBytes + json.length,
  );
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint32(8, layerIndexVersion, true);
  view.setUint32(12, json.length, true);
  bytes.set(json, headBytes);
  let at = headBytes + json.length;
  for (const array of [...columns, ...windows]) {
    at = padded(at);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}

/**
 * Reads what `serializeIndex` wrote.
 * @returns undefined if it is of another version or damaged: compute the index again
 */
export function parseIndex(bytes: Uint8Array): LayerIndex | undefined {
  const head = parseHead(bytes);
  if (!head) return undefined;
  let at = headBytes + new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true);
  const take = (type: IndexColumn['type'], length: number): PlainColumn | undefined => {
    const Column = columnTypes[type];
    at = padded(at);
    const end = at + length * Column.BYTES_PER_ELEMENT;
    if (!Number.isSafeInteger(length) || length < 0 || end > bytes.length) return undefined;
    const copy = bytes.slice(at, end);
    at = end;
    return new Column(copy.buffer);
  };
  const template = emptyIndex(head);
  const columns = indexColumns(template);
  if (columns.length !== head.lengths.length) return undefined;
  for (const [column, { type, set }] of columns.entries()) {
    const array = take(type, head.lengths[column] ?? -1);
    if (!array) return undefined;
    set(array);
  }
  const windows: Uint8Array<ArrayBuffer>[] = [];
  for (const length of head.windowLengths) {
    const packed = take('u8', length);
    const window = packed instanceof Uint8Array ? inflateWindow(packed) : undefined;
    if (!window) return undefined;
    windows.push(window);
  }
  template.spans.windows = windows;
  return isConsistent(template) ? template : undefined;
}

function parseHead(bytes: Uint8Array): Head | undefined {
  if (bytes.length < headBytes || magic.some((byte, at) => bytes[at] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = headBytes + view.getUint32(12, true);
  if (view.getUint32(8, true) !== layerIndexVersion || end > bytes.length) return undefined;
  try {
    const head: Head = JSON.parse(new TextDecoder().decode(bytes.subarray(headBytes, end)));
    const { facts, lengths, windowLengths } = head;
    const isValid =
      facts.version === layerIndexVersion &&
      (facts.diffId === undefined || isDigest(facts.diffId)) &&
      Array.isArray(lengths) &&
      Array.isArray(windowLengths) &&
      Array.isArray(facts.findings);
    return isValid ? head : undefined;
  } catch {
    // Not JSON, or not the JSON of an index.
    return undefined;
  }
}

function inflateWindow(packed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  if (packed.length === 0) return packed;
  try {
    return new Uint8Array(inflateRaw(packed));
  } catch {
    // pako throws texts for invalid data.
    return undefined;
  }
}

function emptyIndex({ facts, hasParts, count }: Head): IndexParts {
  const [u8, u16, u32, i32, f64] = [
    new Uint8Array(0),
    new Uint16Array(0),
    new Uint32Array(0),
    new Int32Array(0),
    new Float64Array(0),
  ];
  const rare = () => ({ rows: u32, values: f64 });
  const names: ByteStrings = { bytes: u8, ends: u32 };
  return {
    ...facts,
    names: { ...names },
    paths: { parents: u32, names: u32 },
    owners: { uids: f64, gids: f64, users: u32, groups: u32 },
    entries: {
      count,
      paths: u32,
      types: u8,
      flags: u8,
      modes: u16,
      owners: u32,
      sizes: u32,
      blocks: u32,
      times: i32,
      links: u32,
      hashes: u8,
      rare: {
        largeSizes: rare(),
        storedSizes: rare(),
        headerSizes: rare(),
        largeTimes: rare(),
        nanoseconds: rare(),
        majors: rare(),
        minors: rare(),
        stepsAbove: rare(),
        xattrs: rare(),
        sparseMaps: rare(),
      },
    },
    spans: { packed: f64, unpacked: f64, kinds: u8, bits: u8, digests: u8, windows: [] },
    ...(hasParts
      ? { parts: { entries: u32, from: f64, to: f64, inner: f64, offsets: f64, sizes: f64, digests: u32, zeros: u8 } }
      : {}),
  };
}

function padded(at: number): number {
  return Math.ceil(at / align) * align;
}

import { contentHashBytes, type LayerIndex, type Spans } from './layerIndex.ts';
import { spanDigestBytes } from './spanRecorder.ts';

/** An array of a column. */
export type PlainColumn =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** An index that is being put together: columns can be replaced. */
export type IndexParts = Writable<Omit<LayerIndex, 'spans'>> & { spans: Writable<Spans> };

/** A column of an index. */
export interface IndexColumn {
  readonly type: 'u8' | 'u16' | 'u32' | 'i32' | 'f64';
  readonly array: PlainColumn;
  /** Replaces the array with one of the same type. */
  readonly set: (array: PlainColumn) => void;
}

type ColumnType = IndexColumn['type'];

/** The tables of an index, with the names and types of their columns in the order in which they are stored. */
const schema: Readonly<Record<string, readonly (readonly [name: string, type: ColumnType])[]>> = {
  names: [
    ['bytes', 'u8'],
    ['ends', 'u32'],
  ],
  paths: [
    ['parents', 'u32'],
    ['names', 'u32'],
  ],
  owners: [
    ['uids', 'f64'],
    ['gids', 'f64'],
    ['users', 'u32'],
    ['groups', 'u32'],
  ],
  entries: [
    ['paths', 'u32'],
    ['types', 'u8'],
    ['flags', 'u8'],
    ['modes', 'u16'],
    ['owners', 'u32'],
    ['sizes', 'u32'],
    ['blocks', 'u32'],
    ['times', 'i32'],
    ['links', 'u32'],
    ['hashes', 'u8'],
  ],
  spans: [
    ['packed', 'f64'],
    ['unpacked', 'f64'],
    ['kinds', 'u8'],
    ['bits', 'u8'],
    ['digests', 'u8'],
  ],
  parts: [
    ['entries', 'u32'],
    ['from', 'f64'],
    ['to', 'f64'],
    ['inner', 'f64'],
    ['offsets', 'f64'],
    ['sizes', 'f64'],
    ['digests', 'u32'],
    ['zeros', 'u8'],
  ],
};
const rareSchema: readonly (readonly [string, ColumnType])[] = [
  ['rows', 'u32'],
  ['values', 'f64'],
];
const rareNames = [
  'largeSizes',
  'storedSizes',
  'headerSizes',
  'largeTimes',
  'nanoseconds',
  'majors',
  'minors',
  'stepsAbove',
  'xattrs',
  'sparseMaps',
] as const satisfies readonly (keyof LayerIndex['entries']['rare'])[];

/** Returns all columns of an index but the windows, in the order in which they are stored. */
export function indexColumns(index: LayerIndex | IndexParts): readonly IndexColumn[] {
  const tables: Readonly<Record<string, unknown>> = { ...index };
  const plain = Object.entries(schema).flatMap(([name, columns]) => columnsOf(tables[name], columns));
  return [...plain, ...rareNames.flatMap((name) => columnsOf(index.entries.rare[name], rareSchema))];
}

function columnsOf(table: unknown, columns: readonly (readonly [string, ColumnType])[]): readonly IndexColumn[] {
  if (typeof table !== 'object' || table === null) return [];
  const arrays = table as Record<string, PlainColumn>;
  return columns.map(([name, type]) => ({
    type,
    array: arrays[name] ?? new Uint8Array(0),
    set: (array) => {
      arrays[name] = array;
    },
  }));
}

/** Reports whether the columns fit together, so that no row refers to one that is missing. */
export function isConsistent(index: LayerIndex): boolean {
  const { names, paths, owners, entries, spans, parts } = index;
  const { count } = entries;
  const strings = names.ends.length;
  const isBelow = (array: Uint32Array, limit: number) => array.every((value) => value < limit);
  const hasRows = (rows: number, ...columns: readonly PlainColumn[]) => columns.every(({ length }) => length === rows);
  return (
    strings > 0 &&
    names.ends.every((end, id) => end >= (names.ends[id - 1] ?? 0)) &&
    names.ends.at(-1) === names.bytes.length &&
    hasRows(paths.parents.length, paths.names) &&
    // Parents come first, so that every path ends at the root.
    paths.parents.every((parent, node) => parent < node || (node === 0 && parent === 0)) &&
    isBelow(paths.names, strings) &&
    hasRows(owners.uids.length, owners.gids, owners.users, owners.groups) &&
    hasRows(count, entries.paths, entries.types, entries.flags, entries.modes, entries.owners, entries.sizes) &&
    hasRows(count, entries.blocks, entries.times, entries.links) &&
    entries.hashes.length === count * contentHashBytes &&
    isBelow(entries.paths, paths.parents.length) &&
    isBelow(entries.owners, owners.uids.length) &&
    isBelow(entries.links, strings) &&
    Object.values(entries.rare).every(({ rows, values }) => rows.length === values.length && isBelow(rows, count)) &&
    hasRows(spans.packed.length, spans.unpacked, spans.kinds, spans.bits) &&
    spans.digests.length === spans.packed.length * spanDigestBytes &&
    spans.windows.length === spans.packed.length &&
    (!parts || (isBelow(parts.entries, count) && hasRows(parts.entries.length, parts.from, parts.to, parts.zeros)))
  );
}

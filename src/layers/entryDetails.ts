import { byteString } from './byteStrings.ts';
import { rareValue } from './columns.ts';
import { decodeXattrs, type Xattr } from './layerEntry.ts';
import { entrySize, entryTypes, type LayerIndex, pathBytes, storedSize } from './layerIndex.ts';
import { decodeName } from './nameText.ts';

/** An entry of a layer as it is listed there, whiteouts too. */
export interface EntryDetails {
  /** Normalised, without a leading slash; empty for the root. */
  readonly path: string;
  readonly type: (typeof entryTypes)[number];
  /** Size of a file in bytes, holes included, and the bytes that the layer stores for it. */
  readonly size: number;
  readonly storedSize: number;
  /** Offset of the content in the unpacked tar. */
  readonly contentAt: number;
  /** The 12 permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  readonly group: string;
  /** Modification time: seconds since 1970, and nanoseconds to add. */
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Target of a symlink or hard link as written. */
  readonly link: string;
  /** Numbers of a device. */
  readonly major: number;
  readonly minor: number;
  readonly xattrs: readonly Xattr[];
}

/** Returns what a layer says about one of its entries. */
export function describeEntry(index: LayerIndex, row: number): EntryDetails {
  const { entries, names, owners } = index;
  const { rare } = entries;
  const owner = entries.owners[row] ?? 0;
  const xattrs = rareValue(rare.xattrs, row);
  const text = (id: number | undefined) => decodeName(byteString(names, id ?? 0));
  return {
    path: decodeName(pathBytes(index, entries.paths[row] ?? 0)),
    type: entryTypes[entries.types[row] ?? 0] ?? 'unknown',
    size: entrySize(entries, row),
    storedSize: storedSize(entries, row),
    contentAt: (entries.blocks[row] ?? 0) * 512,
    mode: entries.modes[row] ?? 0,
    uid: owners.uids[owner] ?? 0,
    gid: owners.gids[owner] ?? 0,
    user: text(owners.users[owner]),
    group: text(owners.groups[owner]),
    seconds: rareValue(rare.largeTimes, row) ?? entries.times[row] ?? 0,
    nanoseconds: rareValue(rare.nanoseconds, row) ?? 0,
    link: text(entries.links[row]),
    major: rareValue(rare.majors, row) ?? 0,
    minor: rareValue(rare.minors, row) ?? 0,
    xattrs: xattrs === undefined ? [] : decodeXattrs(byteString(names, xattrs), decodeName),
  };
}

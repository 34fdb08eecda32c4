import { byteString, compareBytes } from './byteStrings.ts';
import { rareValue } from './columns.ts';
import {
  blockType,
  charType,
  contentHashBytes,
  entryFlags,
  entrySize,
  hasContent,
  type LayerIndex,
  storedSize,
  symlinkType,
} from './layerIndex.ts';

/** An entry of a layer. */
export interface EntryAt {
  readonly index: LayerIndex;
  readonly row: number;
}

/** Reports whether two entries of one type have the same content: bytes, link target or device numbers. */
export function hasSameContent(a: EntryAt, b: EntryAt): boolean {
  const type = a.index.entries.types[a.row] ?? 0;
  if (type === symlinkType) return compareBytes(linkTarget(a), linkTarget(b)) === 0;
  if (type === charType || type === blockType) return sameRare(a, b, 'majors') && sameRare(a, b, 'minors');
  if (!hasContent(type)) return true;
  const size = entrySize(a.index.entries, a.row);
  if (size !== entrySize(b.index.entries, b.row) || !sameString(a, b, 'sparseMaps')) return false;
  const stored = storedSize(a.index.entries, a.row);
  return stored === storedSize(b.index.entries, b.row) && (stored === 0 || sameHash(a, b));
}

/** Attributes of entries that can differ. */
export type AttributeName = 'mode' | 'owner' | 'time' | 'xattrs';

/** Reports whether two entries have the same mode, owner, modification time and extended attributes. */
export function hasSameAttributes(a: EntryAt, b: EntryAt): boolean {
  return differentAttributes(a, b).length === 0;
}

/** Returns the attributes in which two entries differ. */
export function differentAttributes(a: EntryAt, b: EntryAt): readonly AttributeName[] {
  const [x, y] = [a.index.entries, b.index.entries];
  const [ownerA, ownerB] = [x.owners[a.row] ?? 0, y.owners[b.row] ?? 0];
  const isSameOwner =
    a.index.owners.uids[ownerA] === b.index.owners.uids[ownerB] &&
    a.index.owners.gids[ownerA] === b.index.owners.gids[ownerB];
  const isSameTime = x.times[a.row] === y.times[b.row] && sameRare(a, b, 'largeTimes') && sameRare(a, b, 'nanoseconds');
  const names: AttributeName[] = [];
  if (x.modes[a.row] !== y.modes[b.row]) names.push('mode');
  if (!isSameOwner) names.push('owner');
  if (!isSameTime) names.push('time');
  if (!sameString(a, b, 'xattrs')) names.push('xattrs');
  return names;
}

/** Returns the target of a link as written. */
export function linkTarget({ index, row }: EntryAt): Uint8Array {
  return byteString(index.names, index.entries.links[row] ?? 0);
}

type RareName = keyof LayerIndex['entries']['rare'];

function sameRare(a: EntryAt, b: EntryAt, name: RareName): boolean {
  return rareValue(a.index.entries.rare[name], a.row) === rareValue(b.index.entries.rare[name], b.row);
}

function sameString(a: EntryAt, b: EntryAt, name: RareName): boolean {
  const [x, y] = [rareValue(a.index.entries.rare[name], a.row), rareValue(b.index.entries.rare[name], b.row)];
  if (x === undefined || y === undefined) return x === y;
  return compareBytes(byteString(a.index.names, x), byteString(b.index.names, y)) === 0;
}

function sameHash(a: EntryAt, b: EntryAt): boolean {
  const [x, y] = [a.index.entries, b.index.entries];
  const isHashed = (x.flags[a.row] ?? 0) & (y.flags[b.row] ?? 0) & entryFlags.hashed;
  if (!isHashed) return false;
  const [atA, atB] = [a.row * contentHashBytes, b.row * contentHashBytes];
  for (let at = 0; at < contentHashBytes; at++) if (x.hashes[atA + at] !== y.hashes[atB + at]) return false;
  return true;
}

import type { TarBlock } from './tarBlock.ts';

/** Records of a pax header. Text keys are decoded as Latin-1, a character for each byte; values stay bytes. */
export interface PaxRecords {
  readonly values: ReadonlyMap<string, Uint8Array>;
  /** GNU.sparse.offset and GNU.sparse.numbytes of sparse format 0.0, which repeat. */
  readonly sparseNumbers: readonly Uint8Array[];
}

/** Fields of an entry after its pax records. */
export interface PaxFields {
  name: Uint8Array;
  link: Uint8Array;
  user: Uint8Array;
  group: Uint8Array;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  nanoseconds: number;
  xattrs: (readonly [Uint8Array, Uint8Array])[] | undefined;
}

const space = 0x20;
const equals = 0x3d;
const newline = 0x0a;
const comma = 0x2c;
const xattrPrefix = 'SCHILY.xattr.';
/** The size of a record counts itself. */
const minRecordBytes = 5;
const textKeys = new Set(['path', 'linkpath', 'uname', 'gname']);
const sparseOffset = 'GNU.sparse.offset';
const sparseBytes = 'GNU.sparse.numbytes';

/**
 * Parses `LEN KEY=VALUE\n` records (POSIX.1-2017, pax) as Go's archive/tar does.
 * @returns undefined if a record is invalid: Go refuses the tar then
 */
export function parsePaxRecords(bytes: Uint8Array): PaxRecords | undefined {
  const values = new Map<string, Uint8Array>();
  const sparseNumbers: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lengthEnd = bytes.indexOf(space, at);
    const length = lengthEnd < 0 ? undefined : parseDecimal(bytes.subarray(at, lengthEnd));
    if (length === undefined || length < minRecordBytes || at + length > bytes.length) return undefined;
    const end = at + length - 1;
    const keyEnd = bytes.indexOf(equals, lengthEnd + 1);
    if (bytes[end] !== newline || keyEnd < 0 || keyEnd > end) return undefined;
    const key = latin1(bytes.subarray(lengthEnd + 1, keyEnd));
    const value = bytes.slice(keyEnd + 1, end);
    if (key === '' || (textKeys.has(key) ? value.includes(0) : key.includes('\0'))) return undefined;
    if (key === sparseOffset || key === sparseBytes) {
      const expected = sparseNumbers.length % 2 === 0 ? sparseOffset : sparseBytes;
      if (key !== expected || value.includes(comma)) return undefined;
      sparseNumbers.push(value);
    } else values.set(key, value);
    at = end + 1;
  }
  return { values, sparseNumbers };
}

/**
 * Applies records to a header. A record without a value leaves the header's.
 * @returns undefined if a number is invalid
 */
export function applyPaxRecords(block: TarBlock, records: PaxRecords | undefined): PaxFields | undefined {
  const { name, link, user, group, uid, gid, size, mtime } = block;
  const fields: PaxFields = { name, link, user, group, uid, gid, size, mtime, nanoseconds: 0, xattrs: undefined };
  if (!records) return fields;
  for (const [key, value] of records.values) {
    if (value.length > 0 && !applyRecord(fields, key, value)) return undefined;
  }
  return fields;
}

/** Parses a decimal number up to 2^63, negative ones too. Returns undefined if it is not a number. */
export function parseDecimal(bytes: Uint8Array): number | undefined {
  const text = bytes.length <= 20 ? latin1(bytes) : '';
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** Returns a string with a character for each byte. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function applyRecord(fields: PaxFields, key: string, value: Uint8Array): boolean {
  switch (key) {
    case 'path':
      fields.name = value;
      return true;
    case 'linkpath':
      fields.link = value;
      return true;
    case 'uname':
      fields.user = value;
      return true;
    case 'gname':
      fields.group = value;
      return true;
    case 'uid':
    case 'gid':
    case 'size': {
      const number = parseDecimal(value);
      fields[key] = number ?? 0;
      return number !== undefined;
    }
    case 'mtime':
      return applyTime(fields, value);
    case 'atime':
    case 'ctime':
      return parseTime(value) !== undefined;
  }
  if (key.startsWith(xattrPrefix)) {
    fields.xattrs ??= [];
    fields.xattrs.push([Uint8Array.from(key.slice(xattrPrefix.length), (char) => char.charCodeAt(0)), value]);
  }
  return true;
}

function applyTime(fields: PaxFields, value: Uint8Array): boolean {
  const time = parseTime(value);
  if (!time) return false;
  [fields.mtime, fields.nanoseconds] = time;
  return true;
}

/** Parses `S.fraction` as seconds and nanoseconds after them; a negative time has a negative fraction. */
function parseTime(value: Uint8Array): readonly [number, number] | undefined {
  const match = /^([+-]?\d{1,19})(?:\.(\d*))?$/.exec(latin1(value.subarray(0, 64)));
  if (!match) return undefined;
  const [, seconds = '0', fraction = ''] = match;
  const nanoseconds = Number(fraction.slice(0, 9).padEnd(9, '0'));
  if (nanoseconds === 0) return [Number(seconds), 0];
  return seconds.startsWith('-') ? [Number(seconds) - 1, 1e9 - nanoseconds] : [Number(seconds), nanoseconds];
}

/** Size of a tar block. */
export const tarBlockBytes = 512;

/** Formats of headers, as Go's archive/tar tells them apart. */
export type TarFormat = 'v7' | 'ustar' | 'star' | 'gnu';

/** A header block. Sizes are numbers up to 2^53; times may be negative. */
export interface TarBlock {
  readonly format: TarFormat;
  /** The type flag as a byte. */
  readonly typeflag: number;
  readonly name: Uint8Array;
  readonly link: Uint8Array;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly user: Uint8Array;
  readonly group: Uint8Array;
  readonly major: number;
  readonly minor: number;
}

const checksumAt = 148;
const checksumBytes = 8;
const blank = 0x20;
const slash = 0x2f;
const empty = new Uint8Array(0);

/** Reports whether a block is a tar header: its checksum is correct (POSIX.1-1988, ustar). */
export function hasChecksum(block: Uint8Array): boolean {
  let unsigned = 0;
  let high = 0;
  for (let at = 0; at < tarBlockBytes; at++) {
    const byte = at >= checksumAt && at < checksumAt + checksumBytes ? blank : (block[at] ?? 0);
    unsigned += byte;
    high += byte >>> 7;
  }
  const stated = parseOctal(block, checksumAt, checksumBytes);
  // Some old writers added signed bytes.
  return stated === unsigned || stated === unsigned - 256 * high;
}

/**
 * Parses a header block as Go's archive/tar does. Names are views of the block.
 * @returns undefined if the checksum or a number is invalid
 */
export function parseTarBlock(block: Uint8Array): TarBlock | undefined {
  if (!hasChecksum(block)) return undefined;
  const format = formatOf(block);
  const isExtended = format !== 'v7';
  const [mode, uid, gid] = [parseNumber(block, 100, 8), parseNumber(block, 108, 8), parseNumber(block, 116, 8)];
  const [size, mtime] = [parseNumber(block, 124, 12), parseNumber(block, 136, 12)];
  const major = isExtended ? parseNumber(block, 329, 8) : 0;
  const minor = isExtended ? parseNumber(block, 337, 8) : 0;
  if (mode === undefined || uid === undefined || gid === undefined || size === undefined) return undefined;
  if (mtime === undefined || major === undefined || minor === undefined) return undefined;
  const name = parseText(block, 0, 100);
  const prefix = prefixOf(block, format);
  return {
    format,
    typeflag: block[156] ?? 0,
    name: prefix.length > 0 ? joinPath(prefix, name) : name,
    link: parseText(block, 157, 100),
    mode,
    uid,
    gid,
    size,
    mtime,
    user: isExtended ? parseText(block, 265, 32) : empty,
    group: isExtended ? parseText(block, 297, 32) : empty,
    major,
    minor,
  };
}

/** Returns the bytes of a field up to its first NUL. */
export function parseText(block: Uint8Array, at: number, length: number): Uint8Array {
  let end = at;
  while (end < at + length && block[end]) end++;
  return block.subarray(at, end);
}

/** Parses a number: octal digits, or base-256 if the first bit is set. Returns undefined if it is neither or above 2^53. */
export function parseNumber(block: Uint8Array, at: number, length: number): number | undefined {
  const first = block[at] ?? 0;
  if (first < 0x80) return parseOctal(block, at, length);
  // Two's complement: the inverse of a negative number is one less than its opposite.
  const mask = first & 0x40 ? 0xff : 0;
  let value = ((first ^ mask) & 0x7f) >>> 0;
  for (let next = at + 1; next < at + length; next++) {
    value = value * 256 + ((block[next] ?? 0) ^ mask);
    if (value > 2 ** 63) return undefined;
  }
  return mask ? -value - 1 : value;
}

function parseOctal(block: Uint8Array, at: number, length: number): number | undefined {
  let [from, to] = [at, at + length];
  while (from < to && isFiller(block[from])) from++;
  while (to > from && isFiller(block[to - 1])) to--;
  let value = 0;
  for (; from < to && block[from]; from++) {
    const digit = (block[from] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) return undefined;
    value = value * 8 + digit;
  }
  return value;
}

function isFiller(byte: number | undefined): boolean {
  return byte === blank || byte === 0;
}

function formatOf(block: Uint8Array): TarFormat {
  if (!hasText(block, 257, 'ustar')) return 'v7';
  if (hasText(block, 262, '  \0')) return 'gnu';
  if (block[262] !== 0) return 'v7';
  return hasText(block, 508, 'tar\0') ? 'star' : 'ustar';
}

function prefixOf(block: Uint8Array, format: TarFormat): Uint8Array {
  if (format === 'ustar') return parseText(block, 345, 155);
  if (format === 'star') return parseText(block, 345, 131);
  if (format === 'v7') return empty;
  // GNU has times there. Go before 1.8 wrote a prefix by mistake: it is not a number.
  const isTime = (at: number) => !block[at] || parseNumber(block, at, 12) !== undefined;
  if (isTime(345) && isTime(357)) return empty;
  const prefix = parseText(block, 345, 155);
  return prefix.every((byte) => byte < 0x80) ? prefix : empty;
}

function joinPath(prefix: Uint8Array, name: Uint8Array): Uint8Array {
  const path = new Uint8Array(prefix.length + 1 + name.length);
  path.set(prefix);
  path[prefix.length] = slash;
  path.set(name, prefix.length + 1);
  return path;
}

function hasText(block: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (block[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

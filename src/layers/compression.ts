/** Compression of a blob, by its first bytes. `unknown`: neither a known compression nor a tar. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz' | 'unknown';

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** Number of first bytes that `sniffCompression` needs, unless the blob is shorter. */
export const sniffedBytes = 512;

/**
 * Returns the compression of a blob. A tar is a block with a correct checksum, or zeros; a blob without bytes is a tar without
 * entries. `isTarBlock` checks the block.
 */
export function sniffCompression(head: Uint8Array, isTarBlock: (block: Uint8Array) => boolean): Compression {
  const found = magics.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0];
  if (found) return found;
  if (isSkippableFrame(head)) return 'zstd';
  const isZeros = head.every((byte) => byte === 0);
  return isZeros || (head.length === sniffedBytes && isTarBlock(head)) ? 'none' : 'unknown';
}

/** RFC 8878, section 3.1.2: the magic numbers 0x184D2A50 to 0x184D2A5F. */
export function isSkippableFrame(bytes: Uint8Array, at = 0): boolean {
  return (
    ((bytes[at] ?? 0) & 0xf0) === 0x50 && bytes[at + 1] === 0x2a && bytes[at + 2] === 0x4d && bytes[at + 3] === 0x18
  );
}

/** Returns the compression that a media type names, or undefined if it names none that is known. */
export function statedCompression(mediaType: string): Compression | undefined {
  const suffix = /(?:\+|\.tar\.)(gzip|zstd)$/.exec(mediaType)?.[1];
  if (suffix === 'gzip' || suffix === 'zstd') return suffix;
  return /\.tar$/.test(mediaType) ? 'none' : undefined;
}

/** Compression of content, by its first bytes. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

/** The first bytes of each compression. */
const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2', [0x42, 0x5a, 0x68]],
];

/** Number of first bytes that `compressionOf` needs. */
export const magicBytes = 5;

export function compressionOf(head: Uint8Array): Compression {
  return magics.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0] ?? 'none';
}

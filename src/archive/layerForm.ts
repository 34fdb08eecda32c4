/** How content is compressed, by what it begins with. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** Bytes that tell. */
export const tellingBytes = 4;

export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd ? 'zstd' : 'none';
}

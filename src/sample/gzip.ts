import { constants, crc32, deflateRawSync } from 'node:zlib';

// RFC 1952: magic, deflate, no flags, no time, no extra flags, unknown system.
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/**
 * Compresses bytes into one gzip member, the same on every machine. zlib's matcher depends on the processor and its header names
 * the system, so only runs are compressed (Z_RLE) and the header is written here.
 */
export function gzipBytes(bytes: Uint8Array): Uint8Array {
  const deflated = deflateRawSync(bytes, { level: 9, strategy: constants.Z_RLE });
  const member = new Uint8Array(header.length + deflated.length + 8);
  member.set(header);
  member.set(deflated, header.length);
  const trailer = new DataView(member.buffer, header.length + deflated.length);
  trailer.setUint32(0, crc32(bytes), true);
  trailer.setUint32(4, bytes.length, true);
  return member;
}

import { maxZstdWindowBytes } from './layerLimits.ts';

/** Header of a zstd frame (RFC 8878, section 3.1.1.1). */
export interface ZstdFrameHeader {
  readonly length: number;
  readonly windowBytes: number;
  /** Size of the unpacked content, if it is stated. */
  readonly contentBytes: number | undefined;
  readonly hasChecksum: boolean;
  /** Offset of the dictionary ID, and of the content size after it. */
  readonly dictionaryAt: number;
  readonly contentSizeAt: number;
}

/** Longest header: magic, descriptor, window, dictionary ID, content size. */
const maxHeaderBytes = 18;
const magic = [0x28, 0xb5, 0x2f, 0xfd];
const singleSegment = 0x20;
const checksum = 0x04;

/** Returns the header at the start of the bytes; undefined if they end before it does. */
export function parseFrameHeader(bytes: Uint8Array): ZstdFrameHeader | undefined | 'invalid' {
  if (magic.some((byte, at) => at < bytes.length && bytes[at] !== byte)) return 'invalid';
  const descriptor = bytes[4] ?? 0;
  const isSingle = (descriptor & singleSegment) !== 0;
  const dictionaryAt = isSingle ? 5 : 6;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSizeAt = dictionaryAt + dictionaryBytes;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? (isSingle ? 1 : 0) : 2 ** sizeFlag;
  const length = contentSizeAt + sizeBytes;
  if (bytes.length < 5 || bytes.length < length) return undefined;
  let contentBytes = sizeFlag === 1 ? 256 : 0;
  for (let at = 0; at < sizeBytes; at++) contentBytes += (bytes[contentSizeAt + at] ?? 0) * 2 ** (8 * at);
  // A dictionary would have to come from elsewhere. The reserved bit must be 0.
  const hasDictionary = bytes.subarray(dictionaryAt, contentSizeAt).some((byte) => byte !== 0);
  if (hasDictionary || descriptor & 0x08) return 'invalid';
  const window = bytes[5] ?? 0;
  const base = 2 ** (10 + (window >> 3));
  return {
    length,
    windowBytes: isSingle ? contentBytes : base + (base / 8) * (window & 7),
    contentBytes: sizeBytes > 0 ? contentBytes : undefined,
    hasChecksum: (descriptor & checksum) !== 0,
    dictionaryAt,
    contentSizeAt,
  };
}

/**
 * Returns an equal header without a checksum, which the decoder only skips, and with a window no larger than `maxBytes`, the
 * most that the frame unpacks to: the decoder allocates it.
 */
export function smallerHeader(header: ZstdFrameHeader, bytes: Uint8Array, maxBytes: number): Uint8Array {
  const descriptor = (bytes[4] ?? 0) & ~checksum;
  const { windowBytes, contentBytes, length, contentSizeAt } = header;
  if (contentBytes !== undefined && contentBytes < windowBytes) {
    // A single segment has no window descriptor. Its dictionary ID is 0 or absent.
    const sizes = bytes.subarray(contentSizeAt, length);
    return Uint8Array.of(...magic, (descriptor | singleSegment) & ~3, ...sizes);
  }
  const copy = bytes.slice(0, length);
  copy[4] = descriptor;
  if (!(descriptor & singleSegment) && maxBytes < windowBytes) {
    const exponent = Math.max(0, Math.ceil(Math.log2(Math.max(1, maxBytes))) - 10);
    if (2 ** (10 + exponent) < windowBytes) copy[5] = exponent << 3;
  }
  return copy;
}

/** A block of a frame (RFC 8878, section 3.1.1.2). */
export interface ZstdBlock {
  readonly isLast: boolean;
  /** Bytes with the header. */
  readonly length: number;
  /** Most bytes that it unpacks to. */
  readonly maxUnpacked: number;
}

/** Maximum size of a block, packed or unpacked. */
export const maxZstdBlockBytes = 128 * 1024;
export const zstdBlockHeaderBytes = 3;

/** Parses a block's header of 3 bytes; undefined if it is invalid. */
export function parseBlockHeader(bytes: Uint8Array, at: number): ZstdBlock | undefined {
  const header = (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 2 ** 8 + (bytes[at + 2] ?? 0) * 2 ** 16;
  const [type, size] = [(header >> 1) & 3, header >> 3];
  // A block of one repeated byte (type 1) may state a larger size; decoders of zstd refuse it.
  if (type === 3 || size > maxZstdBlockBytes) return undefined;
  const length = zstdBlockHeaderBytes + (type === 1 ? 1 : size);
  return { isLast: (header & 1) === 1, length, maxUnpacked: type === 2 ? maxZstdBlockBytes : size };
}

/** Reports whether the decoder may allocate a frame's window. */
export function isAllowedWindow({ windowBytes }: ZstdFrameHeader): boolean {
  return windowBytes <= maxZstdWindowBytes;
}

export { maxHeaderBytes as maxZstdHeaderBytes };

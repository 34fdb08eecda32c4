import type { Compression } from './compression.ts';
import { createGunzip } from './inflateGzip.ts';
import type { Unpacker, UnpackSink } from './unpacker.ts';
import { createZstdUnpacker } from './unpackZstd.ts';

/** Creates an unpacker that starts at the beginning of a member or frame, without places to resume at. */
export async function createPartUnpacker(compression: Compression, sink: UnpackSink): Promise<Unpacker> {
  if (compression === 'gzip') return createGunzip(sink);
  if (compression === 'zstd') return createZstdUnpacker(sink);
  return { push: (bytes) => void sink.write(bytes, bytes.length), end: () => undefined };
}

/**
 * Unpacks bytes in memory: `length` bytes from `skip` on.
 * @returns undefined if there are fewer, or the bytes are corrupt before that
 */
export async function unpackBytes(
  compression: Compression,
  packed: Uint8Array,
  skip: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const output = new Uint8Array(length);
  let at = -skip;
  const unpacker = await createPartUnpacker(compression, {
    write: (bytes) => {
      const from = Math.max(0, -at);
      const part = bytes.subarray(from, Math.max(from, length - at));
      if (part.length > 0) output.set(part, at + from);
      at += bytes.length;
      return at < length;
    },
    finding: () => undefined,
  });
  unpacker.push(packed);
  unpacker.end();
  return at >= length ? output : undefined;
}

/**
 * Unpacks all of some bytes in memory.
 * @returns undefined if they are corrupt, or more than `maxBytes`
 */
export async function unpackAll(
  compression: Compression,
  packed: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isCorrupt = false;
  const unpacker = await createPartUnpacker(compression, {
    write: (bytes) => {
      size += bytes.length;
      if (size <= maxBytes) chunks.push(bytes.slice());
      return size <= maxBytes;
    },
    finding: (reason) => {
      isCorrupt ||= reason !== 'trailing_zeros' && reason !== 'trailing_bytes';
    },
  });
  unpacker.push(packed);
  unpacker.end();
  if (isCorrupt || size > maxBytes) return undefined;
  const output = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    output.set(chunk, at);
    at += chunk.length;
  }
  return output;
}

import { AppError } from '../errors/index.ts';
import { digestAlgorithm, digestBytes, isDigest, joinChunks, streamOf } from '../oci/index.ts';
import { byteString, compareBytes } from './byteStrings.ts';
import { rareValue } from './columns.ts';
import type { ReadRange } from './indexLazyLayer.ts';
import { resumeGunzip } from './inflateGzip.ts';
import { entrySize, hasContent, type LayerIndex, type Parts, placeKinds, storedSize } from './layerIndex.ts';
import { maxPartBytes } from './layerLimits.ts';
import { decodeName } from './nameText.ts';
import { parseSpanDigest, spanDigestBytes } from './spanRecorder.ts';
import { createPartUnpacker, unpackBytes } from './unpackBytes.ts';
import type { Unpacker, UnpackSink } from './unpacker.ts';

const blockBytes = 512;
const zeros = new Uint8Array(64 * 1024);

/**
 * Opens the content of a file of an indexed layer. `read` is called for the ranges of the blob that hold it, one after another;
 * each is verified by its digest before it is used, if the index has one. Holes are zeros.
 *
 * The stream fails with AppError `data_loss` (digest_mismatch or corrupt), or with what `read` throws.
 * @throws AppError `invalid_argument` if the row has no content
 */
export function openEntry(index: LayerIndex, row: number, read: ReadRange): ReadableStream<Uint8Array> {
  const { entries, parts } = index;
  if (!hasContent(entries.types[row] ?? -1) || row >= entries.count) {
    throw new AppError('invalid_argument', `"${row}" is not a file of the layer`);
  }
  const size = storedSize(entries, row);
  const stored = parts
    ? readParts(index, parts, row, read)
    : readSpans(index, (entries.blocks[row] ?? 0) * blockBytes, size, read);
  const map = rareValue(entries.rare.sparseMaps, row);
  if (map === undefined) return streamOf(() => stored);
  const numbers = decodeName(byteString(index.names, map)).split(',').filter(Boolean).map(Number);
  return streamOf(() => fillHoles(stored, numbers, entrySize(entries, row)));
}

async function* readParts(
  index: LayerIndex,
  parts: Parts,
  row: number,
  read: ReadRange,
): AsyncGenerator<Uint8Array, void> {
  const size = entrySize(index.entries, row);
  let at = 0;
  for (const part of partsOf(parts, row)) {
    const length = parts.sizes[part] ?? 0;
    if (parts.offsets[part] !== at) throw corrupt(`part at ${at} is missing`);
    at += length;
    if (parts.zeros[part] === 1) {
      yield* zeroBytes(length);
      continue;
    }
    const [from, to, inner] = [parts.from[part] ?? 0, parts.to[part] ?? 0, parts.inner[part] ?? 0];
    if (to <= from || to - from > maxPartBytes || length + inner > maxPartBytes)
      throw corrupt(`part at ${from} is too large`);
    const bytes = await unpackBytes(index.compression, await read(from, to), inner, length);
    if (!bytes) throw corrupt(`part at ${from} can't be unpacked`);
    const digest = decodeName(byteString(index.names, parts.digests[part] ?? 0));
    if (isDigest(digest) && (await digestBytes(digestAlgorithm(digest), bytes)) !== digest) throw mismatch(digest);
    yield bytes;
  }
  if (at !== size) throw corrupt(`part at ${at} is missing`);
}

/** Returns the numbers of a file's parts, by their offset in the file. */
function partsOf({ entries, offsets }: Parts, row: number): readonly number[] {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  const parts: number[] = [];
  for (let part = low; entries[part] === row; part++) parts.push(part);
  return parts.sort((a, b) => (offsets[a] ?? 0) - (offsets[b] ?? 0));
}

async function* readSpans(
  index: LayerIndex,
  from: number,
  size: number,
  read: ReadRange,
): AsyncGenerator<Uint8Array, void> {
  if (size === 0) return;
  const { spans, compression, packedSize } = index;
  let span = placeBefore(index, from);
  let output: Uint8Array[] = [];
  let skip = from - (spans.unpacked[span] ?? 0);
  let left = size;
  const sink: UnpackSink = {
    write: (bytes) => {
      const part = bytes.subarray(skip, skip + left);
      skip = Math.max(0, skip - bytes.length);
      left -= part.length;
      if (part.length > 0) output.push(part.slice());
      return left > 0;
    },
    finding: () => undefined,
  };
  let unpacker: Unpacker | undefined;
  for (; left > 0 && span < spans.packed.length; span++) {
    const hasBits = (spans.bits[span] ?? 0) > 0;
    const start = (spans.packed[span] ?? 0) - (hasBits ? 1 : 0);
    const bytes = await read(start, spans.packed[span + 1] ?? packedSize);
    await verifySpan(index, span, bytes);
    const rest = hasBits ? bytes.subarray(1) : bytes;
    if (!unpacker) {
      const bits = spans.bits[span] ?? 0;
      const place = { bits, byte: hasBits ? (bytes[0] ?? 0) : 0, window: spans.windows[span] ?? new Uint8Array(0) };
      const isBlock = spans.kinds[span] === placeKinds.block;
      unpacker = await (isBlock ? resumeGunzip(place, sink) : createPartUnpacker(compression, sink));
    }
    unpacker.push(rest);
    const chunks = output;
    output = [];
    if (chunks.length > 0) yield joinChunks(chunks);
  }
  if (left > 0) throw corrupt(`${left} bytes of the content are missing`);
}

/** Returns the last place up to an offset in the tar at which unpacking can start. */
function placeBefore({ spans }: LayerIndex, offset: number): number {
  let found = 0;
  for (let span = 0; span < spans.unpacked.length && (spans.unpacked[span] ?? 0) <= offset; span++) {
    if (spans.kinds[span] !== placeKinds.inside) found = span;
  }
  return found;
}

async function verifySpan({ spans }: LayerIndex, span: number, bytes: Uint8Array): Promise<void> {
  const expected = spans.digests.subarray(span * spanDigestBytes, (span + 1) * spanDigestBytes);
  const digest = await digestBytes('sha256', bytes);
  if (compareBytes(parseSpanDigest(digest), expected) !== 0) throw mismatch(digest);
}

async function* fillHoles(
  stored: AsyncGenerator<Uint8Array, void>,
  map: readonly number[],
  size: number,
): AsyncGenerator<Uint8Array, void> {
  let at = 0;
  let pair = 0;
  let left = map[1] ?? 0;
  for await (const chunk of stored) {
    for (let from = 0; from < chunk.length && pair < map.length; ) {
      if (left === 0) {
        pair += 2;
        left = map[pair + 1] ?? 0;
        continue;
      }
      const offset = (map[pair] ?? 0) + (map[pair + 1] ?? 0) - left;
      yield* zeroBytes(offset - at);
      const part = chunk.subarray(from, from + left);
      yield part;
      at = offset + part.length;
      from += part.length;
      left -= part.length;
    }
  }
  yield* zeroBytes(size - at);
}

function* zeroBytes(length: number): Generator<Uint8Array> {
  for (let left = length; left > 0; left -= zeros.length) yield zeros.slice(0, left);
}

function corrupt(why: string): AppError {
  return new AppError('data_loss', `content of the layer is corrupt: ${why}`, { reason: 'corrupt' });
}

function mismatch(digest: string): AppError {
  return new AppError('data_loss', `"${digest}" does not match the index`, { reason: 'digest_mismatch' });
}

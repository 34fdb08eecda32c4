import { createXXHash128, type IHasher } from 'hash-wasm';
import { chunksOf, createDigester, type Digest, joinChunks } from '../oci/index.ts';
import { type Compression, sniffCompression, sniffedBytes, statedCompression } from './compression.ts';
import { IndexBuilder } from './indexBuilder.ts';
import { createGunzip } from './inflateGzip.ts';
import { type LayerIndex, layerIndexVersion, noSpans } from './layerIndex.ts';
import { maxRatio, ratioFromBytes } from './layerLimits.ts';
import { SpanRecorder } from './spanRecorder.ts';
import { hasChecksum } from './tarBlock.ts';
import { TarReader, type TarSink } from './tarReader.ts';
import type { Unpacker, UnpackSink } from './unpacker.ts';
import { createZstdUnpacker } from './unpackZstd.ts';

/** Options of `indexLayer`. */
export interface IndexLayerOptions {
  readonly signal?: AbortSignal;
  /** Media type of the layer's descriptor; a finding says if the bytes are compressed otherwise. */
  readonly mediaType?: string;
  /** The config's diffID of the layer; a finding says if it differs. */
  readonly diffId?: Digest;
  /** Called after each chunk with the number of bytes read, unpacked and of entries found so far. */
  readonly onProgress?: (progress: IndexProgress) => void;
}

export interface IndexProgress {
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly entries: number;
  /** Returns the index of the entries so far, to show them. Copies them. */
  readonly preview: () => LayerIndex;
}

/**
 * Reads a layer once and lists what is in it: entries, places at which unpacking can start, and the diffID. Gzip, zstd and plain
 * tar are recognised by their first bytes. Nothing about the layer is an error: a broken one lists the entries before the fault, and
 * `findings` has the fault. Holds the index and a few chunks.
 *
 * @throws the signal's reason if it aborts, and any error of the stream
 */
export async function indexLayer(
  bytes: ReadableStream<Uint8Array>,
  options: IndexLayerOptions = {},
): Promise<LayerIndex> {
  const { signal, onProgress } = options;
  const [digester, hasher] = await Promise.all([
    createDigester('sha256'),
    // Without WASM, contents are not compared.
    createXXHash128().catch(() => undefined),
  ]);
  const builder = new IndexBuilder();
  const tar = new TarReader(createTarSink(builder, hasher), builder.findings);
  const spans = new SpanRecorder();
  let [packedSize, unpackedSize, isStreamComplete] = [0, 0, true];
  let compression = 'none' as Compression;
  const sink: UnpackSink = {
    write: (unpacked, packed) => {
      unpackedSize += unpacked.length;
      const limit = ratioFromBytes[compression === 'zstd' ? 'zstd' : 'gzip'];
      if (unpackedSize > limit && unpackedSize > maxRatio * packed && compression !== 'none') {
        sink.finding('compression_bomb', `${unpackedSize} bytes from ${packed}`);
        return false;
      }
      digester.update(unpacked);
      tar.push(unpacked);
      return true;
    },
    finding: (reason, detail) => {
      // Engines refuse any other bytes after the end.
      if (reason !== 'trailing_zeros') isStreamComplete = false;
      builder.findings.add(reason, undefined, { detail });
    },
  };

  const preview = (): LayerIndex => ({
    version: layerIndexVersion,
    basis: 'layer',
    compression,
    packedSize,
    unpackedSize,
    isStreamComplete: false,
    isTarComplete: false,
    hasGlobalHeader: builder.hasGlobalHeader,
    ...builder.finish(),
    spans: noSpans,
  });

  let unpacker: Unpacker | undefined;
  let head: Uint8Array[] = [];
  const start = async (): Promise<Unpacker> => {
    const first = joinChunks(head);
    head = [];
    compression = sniffCompression(first.subarray(0, sniffedBytes), hasChecksum);
    const created = await createUnpacker(compression, sink, spans);
    created.push(first);
    return created;
  };
  for await (const chunk of chunksOf(bytes, signal)) {
    packedSize += chunk.length;
    spans.chunk(chunk);
    if (unpacker) unpacker.push(chunk);
    else {
      head.push(chunk);
      if (packedSize >= sniffedBytes) unpacker = await start();
    }
    await spans.settle(unpackedSize);
    onProgress?.({ packedBytes: packedSize, unpackedBytes: unpackedSize, entries: builder.count, preview });
  }
  if (signal?.aborted) throw signal.reason;
  unpacker ??= await start();
  unpacker.end();
  if (compression === 'unknown') builder.findings.add('not_a_tar');
  else if (unpackedSize > 0) tar.end();
  const diffId = digester.digest();
  noteDifferences(builder, options, compression, isStreamComplete ? diffId : undefined);
  return {
    ...preview(),
    diffId,
    isStreamComplete,
    isTarComplete: (tar.isComplete || (unpackedSize === 0 && isStreamComplete)) && !builder.isCut,
    spans: await spans.finish(),
  };
}

async function createUnpacker(compression: Compression, sink: UnpackSink, spans: SpanRecorder): Promise<Unpacker> {
  if (compression === 'gzip') return createGunzip(sink, spans);
  if (compression === 'zstd') return createZstdUnpacker(sink, spans);
  if (compression === 'none') return createPlainUnpacker(sink, spans);
  sink.finding(compression === 'unknown' ? 'stream_corrupt' : 'compression_unsupported', compression);
  return { push: () => undefined, end: () => undefined };
}

/** Passes the bytes on. Reading can start at each chunk. */
function createPlainUnpacker(sink: UnpackSink, spans: SpanRecorder): Unpacker {
  let size = 0;
  return {
    push: (bytes) => {
      if (spans.isDue(size, size)) spans.start(size, size);
      size += bytes.length;
      sink.write(bytes, size);
    },
    end: () => undefined,
  };
}

function noteDifferences(
  { findings }: IndexBuilder,
  options: IndexLayerOptions,
  compression: Compression,
  diffId: Digest | undefined,
): void {
  const stated = options.mediaType === undefined ? undefined : statedCompression(options.mediaType);
  if (stated !== undefined && stated !== compression)
    findings.add('compression_differs', undefined, { detail: compression });
  if (options.diffId !== undefined && diffId !== undefined && options.diffId !== diffId) {
    findings.add('diff_id_differs', undefined, { detail: diffId });
  }
}

/** Adds entries to an index, and hashes their content. */
function createTarSink(builder: IndexBuilder, hasher: IHasher | undefined): TarSink {
  let row: number | undefined;
  let isHashing = false;
  return {
    entry: (entry) => {
      row = builder.add(entry);
      isHashing = row !== undefined && entry.storedSize > 0 && hasher !== undefined;
      if (isHashing) hasher?.init();
    },
    content: (bytes) => {
      if (isHashing) hasher?.update(bytes);
    },
    contentEnd: () => {
      if (isHashing && hasher && row !== undefined) builder.setHash(row, hasher.digest('binary'));
    },
    globalHeader: () => {
      builder.hasGlobalHeader = true;
    },
  };
}

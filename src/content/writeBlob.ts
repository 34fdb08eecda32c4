import { AppError, hasCode } from '../errors/index.ts';
import { chunksOf, parseDigest, skipBytes } from '../oci/index.ts';
import type { ContentDescriptor, Ingester, ReaderAt, Writer } from './contract.ts';

export type BlobSource = Uint8Array | ReadableStream<Uint8Array> | ReaderAt;

export interface WriteBlobOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const readBytes = 256 * 1024;

/**
 * Stores a source under the descriptor's digest (containerd core/content/helpers.go `WriteBlob`, `Copy`). Resumes an
 * existing ingest of the ref: the source is read from its offset, a stream is skipped up to it. If the content is stored
 * already this succeeds without reading a stream. An interrupted write leaves the ingest.
 *
 * @throws AppError unavailable the ref is locked; data_loss the source ends before the descriptor's size;
 * failed_precondition size or digest differ; resource_exhausted (reason quota); cancelled
 */
export async function writeBlob(
  store: Ingester,
  ref: string,
  source: BlobSource,
  descriptor: ContentDescriptor,
  options: WriteBlobOptions = {},
): Promise<void> {
  const { labels, signal } = options;
  try {
    const writer = await store.writer(ref, descriptor, signal ? { signal } : {});
    try {
      await copy(writer, source, Number(descriptor.size ?? 0), signal);
      await writer.commit(Number(descriptor.size ?? 0), parseDigest(descriptor.digest), labels);
    } finally {
      await writer.close();
    }
  } catch (error) {
    if (!hasCode(error, 'already_exists')) throw error;
  }
}

async function copy(writer: Writer, source: BlobSource, size: number, signal: AbortSignal | undefined): Promise<void> {
  const { ref, offset } = await writer.status();
  let bytes = offset;
  for await (const part of readFrom(source, offset)) {
    if (signal?.aborted) throw new AppError('cancelled', `writing "${ref}" was cancelled`, { cause: signal.reason });
    await writer.write(part);
    bytes += part.length;
  }
  if (bytes < size) {
    throw new AppError('data_loss', `source of "${ref}" ended after ${bytes} of ${size} bytes`, {
      detail: { bytes, expectedBytes: size },
    });
  }
}

async function* readFrom(source: BlobSource, offset: number): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source.subarray(offset);
  else if ('readAt' in source) {
    for (let at = offset; at < source.size; at += readBytes) yield await source.readAt(at, readBytes);
  } else yield* skipBytes(chunksOf(source), offset);
}

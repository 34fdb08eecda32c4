import { type ContentStore, type Info, readVerified, type Writer } from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { asMediaType, createDigester, type Digest, digestAlgorithm, digestBytes } from '../oci/index.ts';
import type { RemoteBlob, Repository } from '../registry/index.ts';
import { type PullDependencies, smallLimitBytes } from './manifests.ts';
import { type PulledBlob, sourceOf } from './pulled.ts';
import { assertSame } from './readManifest.ts';
import { appendSource, hasSource, sourceLabel } from './sourceLabel.ts';

export interface ByteRange {
  readonly start: number;
  /** inclusive; absent for the rest */
  readonly end?: number;
}

const blobType = asMediaType('application/octet-stream');
const readBytes = 256 * 1024;

/** Pulls blobs through the content store: small ones whole and proven before a byte is given, large ones as they come. */
export class BlobPuller {
  readonly #with: PullDependencies;

  constructor(dependencies: PullDependencies) {
    this.#with = dependencies;
  }

  async get(
    repository: Repository | undefined,
    digest: Digest,
    range?: ByteRange,
    signal?: AbortSignal,
  ): Promise<PulledBlob> {
    const stored = await this.#stored(repository, digest, range, signal);
    if (!(stored instanceof AppError)) return stored;
    if (!repository) throw stored;
    if (range) return this.#forward(repository, digest, range, signal);
    return this.#with.once.run(
      `${repository.host}/${repository.name}@${digest}`,
      async (flight) => {
        const again = await this.#stored(repository, digest, undefined, flight);
        return again instanceof AppError ? this.#pull(repository, digest, again, flight) : again;
      },
      signal,
    );
  }

  async #stored(
    repository: Repository | undefined,
    digest: Digest,
    range?: ByteRange,
    signal?: AbortSignal,
  ): Promise<PulledBlob | AppError> {
    const { store } = this.#with;
    try {
      const info = await store.info(digest);
      await this.#addSource(info, repository);
      const source = sourceOf(info, repository);
      const facts = {
        digest,
        mediaType: blobType,
        cache: { hit: true, stored: true },
        storedAt: info.createdAt,
        ...(source ? { source } : {}),
      };
      if (range || info.size > smallLimitBytes) {
        const given = clampRange(range, info.size, digest);
        const lengthBytes = given.end - given.start + 1;
        const body = readRange(store, digest, given.start, lengthBytes);
        return { ...facts, body, lengthBytes, ...(range ? { range: { ...given, total: info.size } } : {}) };
      }
      const body = await readVerified(store, digest, { limitBytes: smallLimitBytes, ...(signal ? { signal } : {}) });
      return { ...facts, body, lengthBytes: body.length };
    } catch (error) {
      const failure = asAppError(error);
      if (failure.code === 'invalid_argument') throw failure;
      return failure;
    }
  }

  async #pull(repository: Repository, digest: Digest, local: AppError, signal: AbortSignal): Promise<PulledBlob> {
    const remote = await this.#with.registry.blob(repository, digest, { signal });
    if (local.code === 'data_loss') await this.#drop(digest);
    const labels = { [sourceLabel(repository)]: repository.name };
    const isSmall = remote.length !== undefined && remote.length <= smallLimitBytes;
    return isSmall
      ? this.#whole(repository, digest, remote, labels)
      : this.#streamed(repository, digest, remote, labels, signal);
  }

  /** Corrupt content makes way for the remote's. */
  async #drop(digest: Digest): Promise<void> {
    this.#with.log.warn('Corrupt content is replaced from the remote', { digest });
    try {
      await this.#with.store.delete(digest);
    } catch (error) {
      this.#with.log.warn('Error removing corrupt content', { digest, error });
    }
  }

  async #whole(
    repository: Repository,
    digest: Digest,
    remote: RemoteBlob,
    labels: Info['labels'],
  ): Promise<PulledBlob> {
    const bytes = await readAll(remote.body, digest);
    assertSame(digest, await digestBytes(digestAlgorithm(digest), bytes));
    const { store, log } = this.#with;
    let detail: string | undefined;
    try {
      const writer = await store.writer(`blob-${digest}`, { digest, size: BigInt(bytes.length) });
      try {
        await writer.truncate(0);
        await writer.write(bytes);
        await writer.commit(bytes.length, digest, labels);
      } finally {
        await writer.close();
      }
    } catch (error) {
      if (!hasCode(error, 'already_exists')) {
        detail = asAppError(error).reason ?? 'not-stored';
        log.warn('Error persisting blob', { digest, error });
      }
    }
    return {
      digest,
      mediaType: blobType,
      body: bytes,
      lengthBytes: bytes.length,
      cache: { hit: false, stored: detail === undefined, ...(detail ? { detail } : {}) },
      source: repository,
    };
  }

  /** Given while it is written; the last chunk only when all of it is proven, an error in its place otherwise. */
  async #streamed(
    repository: Repository,
    digest: Digest,
    remote: RemoteBlob,
    labels: Info['labels'],
    signal: AbortSignal,
  ): Promise<PulledBlob> {
    const { store, log } = this.#with;
    const writer = await store.writer(`blob-${digest}`, { digest }).catch((error: unknown) => {
      log.warn('Error opening an ingest', { digest, error });
      return undefined;
    });
    await writer?.truncate(0);
    const body = remote.body.pipeThrough(
      await provingStream(digest, writer, labels, (error) => log.warn('Error persisting blob', { digest, error })),
      { signal },
    );
    return {
      digest,
      mediaType: blobType,
      body,
      lengthBytes: remote.length,
      cache: { hit: false, stored: false, detail: 'streamed' },
      source: repository,
    };
  }

  /** Part of what is not here cannot be proven, so it is given and not kept. */
  async #forward(repository: Repository, digest: Digest, range: ByteRange, signal?: AbortSignal): Promise<PulledBlob> {
    const remote = await this.#with.registry.blob(repository, digest, { range, ...(signal ? { signal } : {}) });
    return {
      digest,
      mediaType: blobType,
      body: remote.body,
      lengthBytes: remote.length,
      cache: { hit: false, stored: false, detail: 'range-not-verified' },
      source: repository,
      ...(remote.range ? { range: remote.range } : {}),
    };
  }

  async #addSource({ digest, labels }: Info, repository: Repository | undefined): Promise<void> {
    if (!repository || hasSource(labels, repository)) return;
    const key = sourceLabel(repository);
    try {
      await this.#with.store.update(
        { digest, labels: { [key]: appendSource(labels[key], repository.name) } },
        `labels.${key}`,
      );
    } catch (error) {
      this.#with.log.warn('Error updating content distribution source', { digest, error });
    }
  }
}

function clampRange(range: ByteRange | undefined, size: number, digest: Digest): { start: number; end: number } {
  const start = range?.start ?? 0;
  if (start >= size && size > 0) {
    throw new AppError('invalid_argument', `range from ${start} is past the ${size} bytes of "${digest}"`, {
      reason: 'unsupported',
      detail: { status: 416 },
    });
  }
  return { start, end: Math.min(range?.end ?? size - 1, size - 1) };
}

function readRange(store: ContentStore, digest: Digest, start: number, length: number): ReadableStream<Uint8Array> {
  let at = start;
  const end = start + length;
  return new ReadableStream({
    async pull(controller) {
      const reader = await store.readerAt({ digest });
      const bytes = await reader.readAt(at, Math.min(readBytes, end - at));
      await reader.close();
      at += bytes.length;
      if (bytes.length > 0) controller.enqueue(bytes);
      if (at >= end || bytes.length === 0) controller.close();
    },
  });
}

async function readAll(body: ReadableStream<Uint8Array>, digest: Digest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > smallLimitBytes) {
      await reader.cancel();
      throw new AppError('resource_exhausted', `blob "${digest}" is larger than ${smallLimitBytes} bytes`, {
        reason: 'too_large',
      });
    }
    chunks.push(next.value);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

async function provingStream(
  digest: Digest,
  writer: Writer | undefined,
  labels: Info['labels'],
  warn: (error: unknown) => void,
): Promise<TransformStream<Uint8Array, Uint8Array>> {
  const digester = await createDigester(digestAlgorithm(digest));
  let held: Uint8Array | undefined;
  let keeping = writer;
  const keep = async (work: (open: Writer) => Promise<void>) => {
    if (!keeping) return;
    try {
      await work(keeping);
    } catch (error) {
      warn(error);
      await keeping.close();
      keeping = undefined;
    }
  };
  return new TransformStream({
    async transform(chunk, controller) {
      digester.update(chunk);
      await keep((open) => open.write(chunk));
      if (held) controller.enqueue(held);
      held = chunk;
    },
    async flush(controller) {
      assertSame(digest, digester.digest());
      await keep((open) => open.commit(0, digest, labels));
      if (held) controller.enqueue(held);
    },
  });
}

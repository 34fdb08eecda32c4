import { type ContentStore, type Info, readVerified } from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { asMediaType, type Digest, digestAlgorithm, digestBytes } from '../oci/index.ts';
import { type RemoteBlob, type Repository, readBeginning } from '../registry/index.ts';
import { BlobIngest } from './blobIngest.ts';
import { type PullDependencies, smallLimitBytes } from './manifests.ts';
import { provingStream } from './provingStream.ts';
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
    const fetched = await this.#with.once.run(
      `blob ${repository.host}/${repository.name}@${digest}`,
      (flight) => this.#fetch(repository, digest, flight),
      signal,
    );
    if (fetched === 'stored') return this.get(repository, digest, range, signal);
    if (!(fetched instanceof OpenedBlob)) return fetched;
    const remote = fetched.take() ?? (await this.#with.registry.blob(repository, digest, signal ? { signal } : {}));
    return this.#streamed(repository, digest, remote, signal);
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

  /** What all who wait can share, or where to get it: a stream has one reader. */
  async #fetch(
    repository: Repository,
    digest: Digest,
    signal: AbortSignal,
  ): Promise<PulledBlob | 'stored' | OpenedBlob> {
    const local = await this.#stored(repository, digest, undefined, signal);
    if (!(local instanceof AppError)) return local.body instanceof Uint8Array ? local : 'stored';
    const remote = await this.#ask(repository, digest, signal);
    if (local.code === 'data_loss') await this.#drop(digest);
    if (remote instanceof Uint8Array) return this.#whole(repository, digest, remote);
    const { length } = remote;
    if (length !== undefined && length > smallLimitBytes) return new OpenedBlob(remote);
    const body = await readBeginning(remote.body, this.#with.heldBytes ?? smallLimitBytes);
    if (body instanceof Uint8Array) return this.#whole(repository, digest, body);
    if (length === undefined) return new OpenedBlob({ ...remote, body });
    await body.cancel();
    throw new AppError('resource_exhausted', `blob "${digest}" is larger than ${smallLimitBytes} bytes`, {
      reason: 'too_large',
    });
  }

  /** Registries keep manifests apart from blobs: what is no blob may be a document that was pushed as a manifest. */
  async #ask(repository: Repository, digest: Digest, signal: AbortSignal): Promise<RemoteBlob | Uint8Array> {
    const { registry } = this.#with;
    try {
      return await registry.blob(repository, digest, { signal });
    } catch (error) {
      if (!hasCode(error, 'not_found')) throw error;
      const { bytes } = await registry.manifest(repository, digest, { signal }).catch(() => {
        throw error;
      });
      return bytes;
    }
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

  async #whole(repository: Repository, digest: Digest, bytes: Uint8Array): Promise<PulledBlob> {
    assertSame(digest, await digestBytes(digestAlgorithm(digest), bytes), bytes);
    const ingest = await BlobIngest.open(this.#with, digest, bytes.length);
    await ingest.write(bytes);
    await ingest.commit(labelsOf(repository));
    const stored = ingest.failure === undefined;
    return {
      digest,
      mediaType: blobType,
      body: bytes,
      lengthBytes: bytes.length,
      cache: { hit: false, stored, ...(stored ? {} : { detail: asAppError(ingest.failure).reason ?? 'not-stored' }) },
      source: repository,
    };
  }

  /** Given while it is written. */
  async #streamed(
    repository: Repository,
    digest: Digest,
    remote: RemoteBlob,
    signal?: AbortSignal,
  ): Promise<PulledBlob> {
    const body = await provingStream(remote.body, {
      digest,
      ingest: await BlobIngest.open(this.#with, digest),
      labels: labelsOf(repository),
      ...(signal ? { signal } : {}),
    });
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
      try {
        const bytes = await reader.readAt(at, Math.min(readBytes, end - at));
        at += bytes.length;
        if (bytes.length > 0) controller.enqueue(bytes);
        if (at >= end || bytes.length === 0) controller.close();
      } finally {
        await reader.close();
      }
    },
  });
}

/** The answer that a flight opened: for the first who takes it. */
class OpenedBlob {
  #remote: RemoteBlob | undefined;

  constructor(remote: RemoteBlob) {
    this.#remote = remote;
  }

  take(): RemoteBlob | undefined {
    const remote = this.#remote;
    this.#remote = undefined;
    return remote;
  }
}

function labelsOf(repository: Repository): Info['labels'] {
  return { [sourceLabel(repository)]: repository.name };
}

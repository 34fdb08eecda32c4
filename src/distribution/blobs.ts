import { labelsWithoutCorruption } from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import {
  type Digest,
  digestAlgorithm,
  digestBytes,
  maxManifestBytes,
  type Progress,
  type Repository,
  streamOf,
} from '../oci/index.ts';
import { type RemoteBlob, readBeginning } from '../registry/index.ts';
import { downloadBlob } from './blobIngest.ts';
import { confirmStored } from './confirmStored.ts';
import { followBytes, isSame } from './downloadFollower.ts';
import { tooMany } from './downloadRanges.ts';
import { Downloads } from './downloads.ts';
import type { PullDependencies } from './manifests.ts';
import type { PulledBlob } from './pulled.ts';
import { assertSame } from './readManifest.ts';
import { type ByteRange, blobType, StoredBlobs } from './storedBlobs.ts';
import { verifying } from './verifying.ts';

export interface BlobOptions {
  readonly range?: ByteRange | undefined;
  /** Refuses blobs over 4 MiB that are not stored (resource_exhausted, too_large) and stores nothing of them. */
  readonly isBuffered?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface StoreBlobOptions {
  /** bytes, as its descriptor states; a larger blob is refused */
  readonly size?: number | undefined;
  /** Reports bytes. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Pulls blobs through the content store. Small ones are read completely and verified before a byte is returned. Large ones
 * are streamed from one shared download, which can be resumed after an interruption.
 */
export class BlobPuller {
  readonly #with: PullDependencies;
  readonly #downloads: Downloads;
  readonly #stored: StoredBlobs;

  constructor(dependencies: PullDependencies) {
    this.#with = dependencies;
    this.#downloads = new Downloads(dependencies);
    this.#stored = new StoredBlobs(dependencies, async (repository, { digest, size }, failure, signal) => {
      // A corrupt copy is kept while the registry does not answer.
      const range = { start: 0, end: 0 };
      await (await dependencies.registry.blob(repository, digest, { range, signal })).body.cancel();
      if (hasCode(failure, 'data_loss')) await this.#drop(digest);
      await this.#follow(repository, digest, { size, signal });
    });
  }

  async get(
    repository: Repository | undefined,
    digest: Digest,
    { range, isBuffered = false, signal }: BlobOptions,
  ): Promise<PulledBlob> {
    const stored = await this.#stored.get(repository, digest, range, signal);
    if (!(stored instanceof AppError)) {
      if (!repository) return stored;
      return confirmStored(
        this.#with,
        (flight) => this.#request(repository, digest, flight),
        repository,
        stored,
        signal,
      );
    }
    if (!repository) throw stored;
    if (range) return this.#forward(repository, digest, range, signal);
    const isCorrupt = stored.code === 'data_loss';
    if (!isCorrupt && !isBuffered && (await this.#downloads.isBegun(repository, digest))) {
      return this.#streamed(repository, digest, undefined, signal);
    }
    const fetched = await this.#fetchOnce(repository, digest, signal);
    if (fetched === 'stored') return this.get(repository, digest, { signal });
    if (!(fetched instanceof OpenedBlob)) return fetched;
    const opened = fetched.take();
    if (!isBuffered) return this.#streamed(repository, digest, opened, signal);
    await opened?.body.cancel();
    throw new AppError('resource_exhausted', `"${digest}" is larger than ${maxManifestBytes} bytes`, {
      reason: 'too_large',
      detail: { digest, limitBytes: maxManifestBytes },
    });
  }

  /**
   * Resolves when the blob is stored. Concurrent calls share one download; if another context is downloading it, waits for
   * that.
   * @throws AppError resource_exhausted (quota) if there is no room; data_loss (digest_mismatch); of the registry; aborted
   * if its ingest is removed meanwhile; the signal's reason
   */
  async store(repository: Repository, digest: Digest, { size, onProgress, signal }: StoreBlobOptions): Promise<void> {
    const stored = await this.#stored.state(repository, digest);
    if (stored === 'sound') return;
    const isLarge = (size ?? 0) > maxManifestBytes || (await this.#downloads.isBegun(repository, digest));
    const fetched = isLarge && stored === 'absent' ? undefined : await this.#fetchOnce(repository, digest, signal);
    if (fetched === 'stored') return;
    if (fetched && !(fetched instanceof OpenedBlob)) return assertStored(fetched);
    await this.#follow(repository, digest, { size, onProgress, signal, opened: fetched?.take() });
  }

  #fetchOnce(
    repository: Repository,
    digest: Digest,
    signal?: AbortSignal,
  ): Promise<PulledBlob | 'stored' | OpenedBlob> {
    return this.#with.once.run(
      `blob ${repository.host}/${repository.name}@${digest}`,
      (flight) => this.#fetch(repository, digest, flight),
      signal,
    );
  }

  /** Returns what all callers can share, or where to get it, because a stream has only one reader. */
  async #fetch(
    repository: Repository,
    digest: Digest,
    signal: AbortSignal,
  ): Promise<PulledBlob | 'stored' | OpenedBlob> {
    const local = await this.#stored.get(repository, digest, undefined, signal);
    if (!(local instanceof AppError)) return local.body instanceof Uint8Array ? local : 'stored';
    const remote = await this.#request(repository, digest, signal);
    const isCorrupt = local.code === 'data_loss';
    if (remote instanceof Uint8Array) return this.#buffered(repository, digest, remote, isCorrupt);
    const { length } = remote;
    const open = async (opened: RemoteBlob) => {
      if (isCorrupt) await this.#drop(digest);
      return new OpenedBlob(opened);
    };
    if (length !== undefined && length > maxManifestBytes) return open(remote);
    const body = await readBeginning(remote.body, this.#with.heldBytes ?? maxManifestBytes);
    if (body instanceof Uint8Array) return this.#buffered(repository, digest, body, isCorrupt);
    // If the body is longer than the stated length, that is the compressed length (Content-Encoding, which CORS hides).
    return open({ ...remote, body, length: undefined });
  }

  /** Registries serve manifests separately from blobs: a digest that is not a blob may have been pushed as a manifest. */
  async #request(repository: Repository, digest: Digest, signal: AbortSignal): Promise<RemoteBlob | Uint8Array> {
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

  /** Removes corrupt content before the remote's copy is stored, which gets its labels. */
  async #drop(digest: Digest): Promise<void> {
    const { store, log } = this.#with;
    log.warn('Corrupt content is replaced from the remote', { digest });
    try {
      this.#downloads.inherit(digest, labelsWithoutCorruption((await store.info(digest)).labels));
      await store.delete(digest);
    } catch (error) {
      log.warn('Error removing corrupt content', { digest, error });
    }
  }

  async #buffered(repository: Repository, digest: Digest, bytes: Uint8Array, isCorrupt: boolean): Promise<PulledBlob> {
    assertSame(digest, await digestBytes(digestAlgorithm(digest), bytes), bytes);
    if (isCorrupt) await this.#drop(digest);
    const ref = this.#downloads.refOf(repository, digest);
    const failure = await downloadBlob(this.#with, digest, bytes, this.#downloads.labelsOf(repository, digest), ref);
    const stored = failure === undefined;
    if (stored) this.#downloads.stored(digest);
    return {
      digest,
      mediaType: blobType,
      body: bytes,
      lengthBytes: bytes.length,
      cache: { hit: false, stored, ...(stored ? {} : { detail: asAppError(failure).reason ?? 'not-stored' }) },
      source: repository,
    };
  }

  /** Returns the blob as a stream while it is downloaded. */
  async #streamed(
    repository: Repository,
    digest: Digest,
    opened: RemoteBlob | undefined,
    signal?: AbortSignal,
  ): Promise<PulledBlob> {
    const { store, registry } = this.#with;
    const { download, leave } = this.#downloads.join(repository, digest, { opened });
    try {
      while (!download.isStarted && !download.isWaiting && !download.end) await download.changed(signal);
      if (download.end?.kind === 'failed' && isSame(download.repository, repository)) throw download.end.error;
    } catch (error) {
      leave();
      throw error;
    }
    const read = followBytes({ store, registry, repository, digest, download, leave });
    return {
      digest,
      mediaType: blobType,
      body: streamOf(verifying(digest, read), signal),
      lengthBytes: download.stated ?? opened?.length,
      cache: { hit: false, stored: false, detail: 'streamed' },
      source: repository,
    };
  }

  async #follow(
    repository: Repository,
    digest: Digest,
    { onProgress, signal, ...options }: StoreBlobOptions & { readonly opened?: RemoteBlob | undefined },
  ): Promise<void> {
    for (let waits = false; ; waits = true) {
      const { download, leave } = this.#downloads.join(repository, digest, { ...options, waits });
      const report = () => onProgress?.(progressOf(download));
      try {
        for (; !download.end; await download.changed(signal)) {
          if (download.isOpened) report();
          if ((download.stated ?? download.offset) > (options.size ?? Number.POSITIVE_INFINITY)) {
            throw tooMany(digest, `its descriptor says ${options.size} bytes`);
          }
        }
        const { end } = download;
        if (end.kind === 'stored') return report();
        // A caller that joined a download of another kind tries again with its own.
        const isAgain = !waits && (hasCode(end.error, 'unavailable') || !isSame(download.repository, repository));
        if (!isAgain || (end.kind === 'failed' && isSame(download.repository, repository))) throw end.error;
      } finally {
        leave();
      }
    }
  }

  /** Forwards a range of a blob that is not stored: it cannot be verified, so it is not stored. */
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
}

function progressOf({ offset, total }: { readonly offset: number; readonly total: number | undefined }): Progress {
  return { done: offset, ...(total === undefined ? {} : { total }) };
}

function assertStored({ digest, cache: { stored, detail } }: PulledBlob): void {
  if (stored) return;
  throw detail === 'quota'
    ? new AppError('resource_exhausted', `there is no room for "${digest}"`, { reason: 'quota' })
    : new AppError('internal', `"${digest}" could not be stored: ${detail}`, { reason: 'internal' });
}

/** The response that a flight opened, for the first caller that takes it. */
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

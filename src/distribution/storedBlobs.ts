import { addSource, assertIntact, assertNotCorrupt, hasSource, type Info, readVerified } from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { asMediaType, type Digest, maxManifestBytes, type Repository, streamOf } from '../oci/index.ts';
import type { PullDependencies } from './manifests.ts';
import { type PulledBlob, sourceOf } from './pulled.ts';
import { readContent } from './readContent.ts';

export interface ByteRange {
  readonly start: number;
  /** inclusive; absent: to the end */
  readonly end?: number;
}

/** Downloads content again if it has lost bytes, or is deleted, during a read. */
export type Repair = (repository: Repository, info: Info, failure: unknown, signal: AbortSignal) => Promise<void>;

export const blobType = asMediaType('application/octet-stream');
const maxParents = 200;

/** Blobs of the content store: small ones are verified completely, large ones and ranges as they are read. */
export class StoredBlobs {
  readonly #with: PullDependencies;
  readonly #mend: Repair;

  constructor(dependencies: PullDependencies, mend: Repair) {
    this.#with = dependencies;
    this.#mend = mend;
  }

  /**
   * Returns the stored blob if intact; else the reason as an error. Small content read completely has another `source` than
   * the repository until that has sent it too.
   * @throws AppError invalid_argument: the range is past the end
   */
  async get(
    repository: Repository | undefined,
    digest: Digest,
    range?: ByteRange,
    signal?: AbortSignal,
  ): Promise<PulledBlob | AppError> {
    const { store } = this.#with;
    try {
      const known = await store.info(digest);
      const isStreamed = range !== undefined || known.size > maxManifestBytes;
      const info = isStreamed ? await this.#addSource(known, repository) : known;
      assertNotCorrupt(info);
      const source = sourceOf(info, repository);
      const facts = {
        digest,
        mediaType: blobType,
        cache: { hit: true, stored: true },
        storedAt: info.createdAt,
        ...(source ? { source } : {}),
      };
      if (isStreamed) {
        const given = clampRange(range, info.size, digest);
        if (!range) await assertIntact(store, info);
        const lengthBytes = given.end - given.start + 1;
        const body = streamOf((stop) => this.#read(repository, info, given, stop), signal);
        return { ...facts, body, lengthBytes, ...(range ? { range: { ...given, total: info.size } } : {}) };
      }
      const body = await readVerified(store, digest, { limitBytes: maxManifestBytes, ...(signal ? { signal } : {}) });
      return { ...facts, body, lengthBytes: body.length };
    } catch (error) {
      const failure = asAppError(error);
      if (failure.code === 'invalid_argument') throw failure;
      if (failure.reason === 'corrupt') this.#with.onContentEvent?.({ type: 'corrupt', digest });
      return failure;
    }
  }

  async state(repository: Repository, digest: Digest): Promise<'sound' | 'corrupt' | 'absent'> {
    try {
      await assertIntact(this.#with.store, await this.#addSource(await this.#with.store.info(digest), repository));
      return 'sound';
    } catch (error) {
      if (hasCode(error, 'not_found')) return 'absent';
      if (hasCode(error, 'data_loss')) return 'corrupt';
      throw error;
    }
  }

  /** Reads stored content. If it has lost bytes and a repository is known, downloads it again and continues the read. */
  async *#read(
    repository: Repository | undefined,
    info: Info,
    { start, end }: { readonly start: number; readonly end: number },
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array, void> {
    let at = start;
    for (let isMended = false; at <= end; isMended = true) {
      try {
        for await (const bytes of readContent(this.#with.store, info.digest, at, end + 1)) {
          at += bytes.length;
          yield bytes;
        }
        return;
      } catch (error) {
        if (isMended || !repository || !(hasCode(error, 'data_loss') || hasCode(error, 'not_found'))) throw error;
        await this.#mend(repository, info, error, signal);
      }
    }
  }

  /** If a known manifest of a repository refers to stored content, the repository has it, without a request. */
  async #addSource(info: Info, repository: Repository | undefined): Promise<Info> {
    if (!repository || hasSource(info.labels, repository)) return info;
    try {
      const { infos } = await this.#with.store.referredBy(info.digest, maxParents);
      const isIts = infos.some(({ labels }) => hasSource(labels, repository));
      return isIts ? await addSource(this.#with, info, repository) : info;
    } catch (error) {
      this.#with.log.warn('Error looking up content distribution source', { digest: info.digest, error });
      return info;
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

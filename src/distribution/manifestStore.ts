import type { ContentReader, ContentStore, Info, Writer } from '../content/index.ts';
import {
  addSource,
  hasSource,
  labelsWithoutCorruption,
  readVerified,
  referencesOf,
  withSource,
} from '../content/index.ts';
import { AppError, hasCode } from '../errors/index.ts';
import {
  asMediaType,
  type Digest,
  detectMediaType,
  isSchema1Type,
  type Manifest,
  type MediaType,
  maxManifestBytes,
  parseDigest,
  parseShownManifest,
  type Repository,
  refKey,
} from '../oci/index.ts';
import type { Log, ManifestDescriptor, ManifestRemote, ManifestStore } from './contract.ts';
import { assertDigest } from './readManifest.ts';
import { deleteSigned, readSigned, storeSignedManifest } from './signedSchema1.ts';
import { wrapError } from './wrapError.ts';

export interface ManifestStoreOptions {
  readonly local: ContentStore;
  readonly remote: ManifestRemote;
  readonly log: Log;
  /**
   * Repository of the requested manifest: stored as a source label, and asked whether it has content that came from
   * elsewhere.
   */
  readonly repository?: Repository | undefined;
  /** The digest is known to be missing, so its type need not be detected. */
  readonly isMissing?: boolean | undefined;
  /** Called when a call has stored the remote's manifest, before it returns. */
  readonly onStored?: (() => void) | undefined;
  /** Called when it has replaced corrupt content. */
  readonly onRepaired?: (() => void) | undefined;
}

/** moby's manifestStore (distribution/manifest.go), with the deviations of docs/manifest-store.md section 7. */
export function createManifestStore(options: ManifestStoreOptions): ManifestStore {
  return {
    get: (descriptor, { signal } = {}) => new Pull(options, descriptor, signal).get(),
  };
}

/** One Get call, in the order of moby's manifestStore.Get (docs/manifest-store.md section 1). */
class Pull {
  readonly #local: ContentStore;
  readonly #remote: ManifestRemote;
  readonly #log: Log;
  readonly #repository: Repository | undefined;
  readonly #isMissing: boolean;
  readonly #onStored: (() => void) | undefined;
  readonly #onRepaired: (() => void) | undefined;
  readonly #descriptor: ManifestDescriptor;
  readonly #options: { readonly signal?: AbortSignal };

  constructor(
    { local, remote, log, repository, isMissing, onStored, onRepaired }: ManifestStoreOptions,
    descriptor: ManifestDescriptor,
    signal?: AbortSignal,
  ) {
    this.#local = local;
    this.#remote = remote;
    this.#log = log;
    this.#repository = repository;
    this.#isMissing = isMissing ?? false;
    this.#onStored = onStored;
    this.#onRepaired = onRepaired;
    this.#descriptor = descriptor;
    this.#options = signal ? { signal } : {};
  }

  async get(): Promise<Manifest> {
    const digest = parseDigest(this.#descriptor.digest);
    const mediaType = this.#descriptor.mediaType || (await this.#mediaType(digest));
    const descriptor = { ...this.#descriptor, digest, mediaType };
    const key = refKey(descriptor);
    let writer: Writer | undefined;
    let failure: unknown;
    try {
      writer = await this.#local.writer(key, descriptor, this.#options);
    } catch (error) {
      failure = error;
      if (hasCode(error, 'already_exists')) {
        try {
          return await this.#getLocal(digest, mediaType);
        } catch (localError) {
          failure = localError;
        }
      }
    }
    this.#log.debug?.('Fetching manifest from remote', failure === undefined ? { digest } : { digest, error: failure });
    try {
      const manifest = await this.#getRemote(digest, key, writer);
      if (writer) await this.#store(manifest, digest, key, writer);
      else if (isCorrupt(failure)) await this.#repair(manifest, digest, key);
      return manifest;
    } finally {
      await this.#close(writer);
    }
  }

  /**
   * Returns the detected type, or '' if the content is missing or not understood, which is only a warning
   * (docs/manifest-store.md 1.2).
   */
  async #mediaType(digest: Digest): Promise<MediaType> {
    if (this.#isMissing) return asMediaType('');
    try {
      const bytes = await this.#readUnverified(digest);
      return await wrapError('error detecting media type', () => detectMediaType(bytes));
    } catch (error) {
      if (!hasCode(error, 'not_found')) this.#log.warn('Error looking up media type of content', { digest, error });
      return asMediaType('');
    }
  }

  async #getLocal(digest: Digest, mediaType: MediaType): Promise<Manifest> {
    const reader = await wrapError('error getting content store reader', () => this.#readerAt(digest));
    const bytes = await wrapError('error reading manifest from content store', () =>
      readVerified({ readerAt: async () => reader }, digest, { ...this.#options, limitBytes: maxManifestBytes }),
    );
    const read = () =>
      wrapError('error unmarshaling manifest from content store', () => parseShownManifest(mediaType, bytes));
    if (!this.#repository && !isSchema1Type(mediaType)) return read();
    const known = await wrapError('error getting content info', () => this.#local.info(digest));
    const manifest = await read();
    const isOfAnother = this.#repository && !hasSource(known.labels, this.#repository);
    const info = isOfAnother ? await this.#addSource(known, this.#repository) : known;
    const signed = await readSigned({ store: this.#local, log: this.#log }, info, this.#repository, this.#options);
    return signed ?? manifest;
  }

  /**
   * Adds a source label, as current moby does: content from another repository is returned only if this one has it too
   * (docs/manifest-store.md section 2).
   */
  async #addSource(info: Info, repository: Repository): Promise<Info> {
    const { digest } = info;
    if (this.#remote.exists && !(await this.#remote.exists(digest, this.#options))) {
      throw new AppError('not_found', `manifest "${digest}" not found`, { reason: 'not_found', detail: { digest } });
    }
    return addSource({ store: this.#local, log: this.#log }, info, repository);
  }

  async #getRemote(digest: Digest, key: string, writer: Writer | undefined): Promise<Manifest> {
    try {
      const manifest = await this.#remote.get(digest, this.#options);
      if (manifest === null) {
        throw new AppError('not_found', `image manifest does not exist for digest "${digest}"`, {
          reason: 'not_found',
        });
      }
      await assertDigest(manifest, digest);
      return manifest;
    } catch (error) {
      if (writer) await this.#abort(key, 'Error while attempting to abort content ingest');
      throw error;
    }
  }

  /**
   * Stores the manifest and reports success. A failure is a warning, and the manifest is returned all the same
   * (docs/manifest-store.md 1.8).
   */
  async #store(
    manifest: Manifest,
    digest: Digest,
    key: string,
    writer: Writer,
    existing: Info['labels'] = {},
  ): Promise<boolean> {
    try {
      await this.#put(manifest, digest, writer, existing);
      this.#onStored?.();
      return true;
    } catch (error) {
      await this.#abort(key, 'error aborting content ingest');
      this.#log.warn('Error persisting manifest', { digest, error });
      return false;
    }
  }

  /** Writes and commits the manifest. `existing` are labels that the content had before. */
  async #put(manifest: Manifest, digest: Digest, writer: Writer, existing: Info['labels']): Promise<void> {
    const sources = this.#repository ? withSource(existing, this.#repository) : existing;
    const { bytes, labels } = await storeSignedManifest(this.#local, manifest, digest, this.#repository, sources);
    if ((await writer.status()).offset > 0) await writer.truncate(0);
    await wrapError('error writing manifest to content store', () => writer.write(bytes));
    await wrapError('error committing manifest to content store', () =>
      writer.commit(bytes.length, digest, labels, referencesOf(manifest)),
    );
  }

  /** Replaces corrupt content under the digest by the remote's verified bytes. */
  async #repair(manifest: Manifest, digest: Digest, key: string): Promise<void> {
    this.#log.warn('Corrupt content is replaced from the remote', { digest });
    let writer: Writer | undefined;
    try {
      const { labels } = await this.#local.info(digest);
      const others = await deleteSigned(this.#local, labelsWithoutCorruption(labels), this.#repository);
      await this.#local.delete(digest);
      writer = await this.#local.writer(key, { digest });
      if (await this.#store(manifest, digest, key, writer, others)) this.#onRepaired?.();
    } catch (error) {
      this.#log.warn('Error persisting manifest', { digest, error });
    } finally {
      await this.#close(writer);
    }
  }

  /** Closes the writer, as Go's deferred Close: a failure does not change the result. */
  async #close(writer: Writer | undefined): Promise<void> {
    try {
      await writer?.close();
    } catch (error) {
      this.#log.warn('Error closing content ingest', { error });
    }
  }

  async #abort(key: string, message: string): Promise<void> {
    try {
      await this.#local.abort(key);
    } catch (error) {
      this.#log.warn(message, { ref: key, error });
    }
  }

  async #readUnverified(digest: Digest): Promise<Uint8Array> {
    const reader = await wrapError('error getting reader to detect media type', () => this.#readerAt(digest));
    try {
      if (reader.size > maxManifestBytes)
        throw new AppError('resource_exhausted', `"${digest}" is too large`, { reason: 'too_large' });
      return await reader.readAt(0, reader.size);
    } finally {
      await reader.close();
    }
  }

  #readerAt(digest: Digest): Promise<ContentReader> {
    return this.#local.readerAt({ digest }, this.#options);
  }
}

function isCorrupt(error: unknown): boolean {
  return hasCode(error, 'data_loss');
}

import type { ContentReader, ContentStore, Info, Writer } from '../content/index.ts';
import { labelsWithoutCorruption, readVerified, referencesOf } from '../content/index.ts';
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
  refKey,
} from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';
import type { Log, ManifestDescriptor, ManifestRemote, ManifestStore } from './contract.ts';
import { wrapError } from './explain.ts';
import { assertDigest } from './readManifest.ts';
import { deleteSigned, readSigned, storeSignedManifest } from './signedSchema1.ts';
import { addSource, hasSource, withSource } from './sourceLabel.ts';

export interface ManifestStoreOptions {
  readonly local: ContentStore;
  readonly remote: ManifestRemote;
  readonly log: Log;
  /** Of what is asked for: kept as a source label, and asked whether it has what came from elsewhere. */
  readonly repository?: Repository | undefined;
  /** The digest was just looked for in vain: what it is need not be detected. */
  readonly absent?: boolean | undefined;
  /** Told when a call has stored what it got from the remote, before it gives it. */
  readonly onStored?: (() => void) | undefined;
  /** Told when what it has stored took the place of corrupt content. */
  readonly onHealed?: (() => void) | undefined;
}

/** moby's manifestStore (distribution/manifest.go), with the deviations of DESIGN.md §6. */
export function createManifestStore(options: ManifestStoreOptions): ManifestStore {
  return {
    get: (descriptor, { signal } = {}) => new Pull(options, descriptor, signal).get(),
  };
}

/** One `get`: the seed's branches in the seed's order. */
class Pull {
  readonly #local: ContentStore;
  readonly #remote: ManifestRemote;
  readonly #log: Log;
  readonly #repository: Repository | undefined;
  readonly #absent: boolean;
  readonly #onKept: (() => void) | undefined;
  readonly #onHealed: (() => void) | undefined;
  readonly #descriptor: ManifestDescriptor;
  readonly #options: { readonly signal?: AbortSignal };

  constructor(
    { local, remote, log, repository, absent, onStored, onHealed }: ManifestStoreOptions,
    descriptor: ManifestDescriptor,
    signal?: AbortSignal,
  ) {
    this.#local = local;
    this.#remote = remote;
    this.#log = log;
    this.#repository = repository;
    this.#absent = absent ?? false;
    this.#onKept = onStored;
    this.#onHealed = onHealed;
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
      if (writer) await this.#keep(manifest, digest, key, writer);
      else if (isCorrupt(failure)) await this.#heal(manifest, digest, key);
      return manifest;
    } finally {
      await this.#close(writer);
    }
  }

  /** '' where the content is not here or is not understood, which is only warned of (SEMANTICS §2.2, §4.11). */
  async #mediaType(digest: Digest): Promise<MediaType> {
    if (this.#absent) return asMediaType('');
    try {
      const bytes = await this.#readUnproven(digest);
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

  /** moby main: what came from another repository is given only where this one has it too. */
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

  /** Put, and whether it is stored: what fails here is warned of, and the manifest is given all the same (SEMANTICS §2.11). */
  async #keep(
    manifest: Manifest,
    digest: Digest,
    key: string,
    writer: Writer,
    kept: Info['labels'] = {},
  ): Promise<boolean> {
    try {
      await this.#put(manifest, digest, writer, kept);
      this.#onKept?.();
      return true;
    } catch (error) {
      await this.#abort(key, 'error aborting content ingest');
      this.#log.warn('Error persisting manifest', { digest, error });
      return false;
    }
  }

  /** `kept` are labels that the content had before: they stay. */
  async #put(manifest: Manifest, digest: Digest, writer: Writer, kept: Info['labels']): Promise<void> {
    const sources = this.#repository ? withSource(kept, this.#repository) : kept;
    const { bytes, labels } = await storeSignedManifest(this.#local, manifest, digest, this.#repository, sources);
    if ((await writer.status()).offset > 0) await writer.truncate(0);
    await wrapError('error writing manifest to content store', () => writer.write(bytes));
    await wrapError('error committing manifest to content store', () =>
      writer.commit(bytes.length, digest, labels, referencesOf(manifest)),
    );
  }

  /** What is stored under the digest is not it any more: the remote's proven bytes take its place. */
  async #heal(manifest: Manifest, digest: Digest, key: string): Promise<void> {
    this.#log.warn('Corrupt content is replaced from the remote', { digest });
    let writer: Writer | undefined;
    try {
      const { labels } = await this.#local.info(digest);
      const others = await deleteSigned(this.#local, labelsWithoutCorruption(labels), this.#repository);
      await this.#local.delete(digest);
      writer = await this.#local.writer(key, { digest });
      if (await this.#keep(manifest, digest, key, writer, others)) this.#onHealed?.();
    } catch (error) {
      this.#log.warn('Error persisting manifest', { digest, error });
    } finally {
      await this.#close(writer);
    }
  }

  /** Go's deferred Close: what was given stays given. */
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

  async #readUnproven(digest: Digest): Promise<Uint8Array> {
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

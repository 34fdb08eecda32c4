import {
  type ContentStore,
  forgetTag,
  hasSource,
  readVerified,
  recallTag,
  referencesOf,
  rememberTag,
} from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import {
  type Digest,
  detectMediaType,
  digestAlgorithm,
  digestBytes,
  digestedBytes,
  type Manifest,
  maxManifestBytes,
  parseStoredManifest,
  type Repository,
} from '../oci/index.ts';
import type { Registry, RemoteManifest } from '../registry/index.ts';
import type { ContentEvent, Log } from './contract.ts';
import { createManifestStore } from './manifestStore.ts';
import { type PulledManifest, sourceOf } from './pulled.ts';
import { assertDigest, assertSame } from './readManifest.ts';
import { addSigned, readSigned } from './signedSchema1.ts';
import type { SingleFlight } from './singleFlight.ts';
import { fromSources } from './sources.ts';

export interface PullDependencies {
  readonly store: ContentStore;
  readonly registry: Registry;
  readonly log: Log;
  readonly once: SingleFlight;
  readonly now: () => Date;
  readonly heldBytes?: number | undefined;
  /** Called when corrupt content is found or repaired. */
  readonly onContentEvent?: ((news: ContentEvent) => void) | undefined;
}

/** Facts known before the manifest store is asked. */
interface Known {
  readonly fetched?: () => Promise<Manifest>;
  readonly isMissing?: boolean;
}

/** Pulls manifests through the content store. */
export class ManifestPuller {
  readonly #with: PullDependencies;

  constructor(dependencies: PullDependencies) {
    this.#with = dependencies;
  }

  /**
   * Returns a manifest by digest, shared by concurrent callers: the stored and verified one, at the cost of one read; else
   * from the registry. Without a repository from the store, else from its known sources.
   */
  async byDigest(repository: Repository | undefined, digest: Digest, signal?: AbortSignal): Promise<PulledManifest> {
    const { once, store } = this.#with;
    if (repository) {
      const key = `${repository.host}/${repository.name}@${digest}`;
      return once.run(`manifest ${key}`, (flight) => this.#get(repository, digest, flight), signal);
    }
    const ask = (flight: AbortSignal) => (source: Repository | undefined) =>
      source ? this.byDigest(source, digest, flight) : this.#get(undefined, digest, flight);
    return once.run(`manifest ${digest}`, (flight) => fromSources(store, digest, ask(flight), flight), signal);
  }

  /**
   * Returns a manifest by tag. The registry is asked each time; if it does not answer, returns what the tag last pointed
   * to.
   *
   * A tag that was not seen before costs one GET, whose long Accept costs a preflight. A known one costs a HEAD with the
   * same preflight, and if it moved to a digest that this repository has not sent yet, a GET by digest, which needs no
   * other. Concurrent callers share the response.
   */
  async byTag(repository: Repository, tag: string, signal?: AbortSignal): Promise<PulledManifest> {
    const key = `${repository.host}/${repository.name}:${tag}`;
    return this.#with.once.run(`tag ${key}`, (flight) => this.#resolve(repository, tag, flight), signal);
  }

  async #resolve(repository: Repository, tag: string, signal: AbortSignal): Promise<PulledManifest> {
    const { registry, store, log } = this.#with;
    const last = await recallTag(store, repository, tag).catch((error: unknown) => {
      log.warn('Error recalling tag', { tag, error });
      return undefined;
    });
    let digest: Digest;
    let fetched: Known['fetched'];
    try {
      if (last) {
        ({ digest } = await registry.resolve(repository, tag, { signal }));
      } else {
        const read = await registry.manifest(repository, tag, { signal });
        const manifest = await readTagged(read);
        digest = await digestBytes(digestAlgorithm(read.digest), digestedBytes(manifest));
        fetched = async () => manifest;
      }
    } catch (error) {
      const stale = last && hasCode(error, 'unavailable') && (await this.#stored(repository, last.digest, signal));
      if (!stale || !('bytes' in stale)) throw error;
      const { reason = 'unreachable' } = asAppError(error);
      const cache = { hit: true, stored: true, detail: 'stale-tag' };
      return { ...stale, cache, tagSeenAt: last.seenAt, staleReason: reason };
    }
    const stored = fetched ? undefined : await this.#stored(repository, digest, signal);
    const pulled =
      stored && 'bytes' in stored ? stored : await this.#pull(repository, digest, signal, fetched ? { fetched } : {});
    if (pulled.cache.stored) {
      await this.#remember(repository, tag, digest, last?.digest).catch((error: unknown) =>
        log.warn('Error remembering tag', { tag, error }),
      );
    }
    return pulled;
  }

  async #remember(repository: Repository, tag: string, digest: Digest, before: Digest | undefined): Promise<void> {
    const { store, now } = this.#with;
    await rememberTag(store, repository, tag, digest, now());
    if (before !== undefined && before !== digest) await forgetTag(store, repository, tag, before);
  }

  async #get(repository: Repository | undefined, digest: Digest, signal: AbortSignal): Promise<PulledManifest> {
    const stored = await this.#stored(repository, digest, signal);
    if ('bytes' in stored) return stored;
    if (stored.reason === 'corrupt') this.#with.onContentEvent?.({ type: 'corrupt', digest });
    // Verified content that is not a manifest is not one at the registry either.
    if (!repository || stored.reason === 'invalid_manifest') throw stored;
    // Corrupt content, and content that only other repositories sent, is requested through the manifest store.
    if (!hasCode(stored, 'not_found')) return this.#pull(repository, digest, signal);
    // The registry is asked while the manifest store opens its ingest, which takes nearly as long.
    const remote = this.#request(repository, digest, signal);
    remote.catch(() => undefined);
    return this.#pull(repository, digest, signal, { fetched: () => remote, isMissing: true });
  }

  async #request(repository: Repository, digest: Digest, signal?: AbortSignal): Promise<Manifest> {
    const { bytes } = await this.#with.registry.manifest(repository, digest, signal ? { signal } : {});
    return readRemote(digest, bytes);
  }

  async #pull(
    repository: Repository,
    digest: Digest,
    signal?: AbortSignal,
    { fetched, isMissing }: Known = {},
  ): Promise<PulledManifest> {
    const { store, log, now, onContentEvent } = this.#with;
    let answer: Promise<Manifest> | undefined;
    const ask = (stop: AbortSignal | undefined) => {
      answer ??= fetched ? fetched() : this.#request(repository, digest, stop);
      return answer;
    };
    let isStored = false;
    let warning: string | undefined;
    const manifests = createManifestStore({
      local: store,
      repository,
      isMissing,
      onStored: () => {
        isStored = true;
      },
      onRepaired: () => onContentEvent?.({ type: 'healed', digest }),
      log: {
        ...log,
        warn: (message, fields) => {
          if (message === 'Error persisting manifest') warning = asAppError(fields?.error).reason ?? 'not-stored';
          log.warn(message, fields);
        },
        debug: (message, fields) => log.debug?.(message, fields),
      },
      remote: {
        get: (_digest, options) => ask(options.signal),
        // Sends the same GET as if nothing were stored, where moby sends a HEAD: the registry cannot tell the difference,
        // proves that it has the content, and sends its own schema1 signatures.
        exists: async (_digest, options) => {
          const sent = await ask(options.signal);
          await assertDigest(sent, digest);
          await addSigned(store, sent, digest, repository).catch((error: unknown) =>
            log.warn('Error persisting signed document', { digest, error }),
          );
          return true;
        },
      },
    });
    const manifest = await manifests.get({ digest }, signal ? { signal } : {});
    const storedAt = isStored ? now() : await this.#storedAt(digest);
    const stored = storedAt !== undefined;
    return {
      ...manifest.payload(),
      digest,
      cache: { hit: answer === undefined, stored, ...(stored ? {} : { detail: warning ?? 'not-stored' }) },
      source: repository,
      ...(stored ? { storedAt } : {}),
    };
  }

  async #storedAt(digest: Digest): Promise<Date | undefined> {
    try {
      return (await this.#with.store.info(digest)).createdAt;
    } catch (error) {
      this.#with.log.debug?.('Content is not stored', { digest, error });
      return undefined;
    }
  }

  /** Returns the stored and verified manifest if it is known to be of the repository; else the reason as an error. */
  async #stored(
    repository: Repository | undefined,
    digest: Digest,
    signal?: AbortSignal,
  ): Promise<PulledManifest | AppError> {
    const { store } = this.#with;
    const options = signal ? { signal } : {};
    try {
      const reader = await store.readerAt({ digest }, options);
      const { info } = reader;
      const bytes = await readVerified({ readerAt: async () => reader }, digest, { limitBytes: maxManifestBytes });
      if (repository && !hasSource(info.labels, repository)) return notOf(repository, digest);
      // Linked content was read as a manifest before, and the bytes are the same: only its type is detected.
      const source = sourceOf(info, repository);
      const signed = await readSigned(this.#with, info, source, options);
      const manifest = signed ?? (info.linked ? undefined : parseStoredManifest(bytes));
      if (manifest && source && !info.linked) await this.#link(digest, manifest);
      return {
        ...(manifest?.payload() ?? { mediaType: detectMediaType(bytes), bytes }),
        digest,
        cache: { hit: true, stored: true },
        storedAt: info.createdAt,
        ...(source ? { source } : {}),
      };
    } catch (error) {
      return asAppError(error);
    }
  }

  /** Links content that was stored as a blob, or by a release that stored no edges. */
  async #link(digest: Digest, manifest: Manifest): Promise<void> {
    try {
      await this.#with.store.link(digest, referencesOf(manifest));
    } catch (error) {
      this.#with.log.warn('Error linking manifest', { digest, error });
    }
  }
}

/**
 * Parses the manifest of a tag. If that fails, the error has the digest, by which the bytes can be viewed.
 * @throws AppError invalid_argument (invalid_manifest), `detail.digest`
 */
async function readTagged({ bytes, digest }: RemoteManifest): Promise<Manifest> {
  try {
    return parseStoredManifest(bytes);
  } catch (error) {
    const { code, message, reason, detail } = asAppError(error);
    throw new AppError(code, message, { ...(reason ? { reason } : {}), detail: { ...detail, digest }, cause: error });
  }
}

/**
 * Parses a remote manifest. If that fails, checks the digest first: a mismatch says more than a wrong form.
 * @throws AppError data_loss (digest_mismatch); invalid_argument (invalid_manifest)
 */
async function readRemote(digest: Digest, bytes: Uint8Array): Promise<Manifest> {
  try {
    return parseStoredManifest(bytes);
  } catch (error) {
    assertSame(digest, await digestBytes(digestAlgorithm(digest), bytes));
    throw error;
  }
}

function notOf({ host, name }: Repository, digest: Digest): AppError {
  return new AppError('failed_precondition', `content "${digest}" is not known to be of "${host}/${name}"`);
}

import { type ContentStore, readVerified, referencesOf } from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import {
  type Digest,
  detectMediaType,
  digestAlgorithm,
  digestBytes,
  digestedBytes,
  type Manifest,
  maxManifestBytes,
} from '../oci/index.ts';
import type { Registry, RemoteManifest, Repository } from '../registry/index.ts';
import type { ContentNews, Log } from './contract.ts';
import { createManifestStore } from './manifestStore.ts';
import type { SingleFlight } from './once.ts';
import { type PulledManifest, sourceOf } from './pulled.ts';
import { assertDigest, assertSame, readDetected } from './readManifest.ts';
import { addSigned, readSigned } from './signedSchema1.ts';
import { hasSource } from './sourceLabel.ts';
import { fromSources } from './sources.ts';
import { forgetTag, recallTag, rememberTag } from './tags.ts';

export interface PullDependencies {
  readonly store: ContentStore;
  readonly registry: Registry;
  readonly log: Log;
  readonly once: SingleFlight;
  readonly now: () => Date;
  readonly heldBytes?: number | undefined;
  /** Told what becomes of damaged content. */
  readonly tell?: ((news: ContentNews) => void) | undefined;
}

/** What is known before the manifest store is asked. */
interface Known {
  readonly given?: () => Promise<Manifest>;
  readonly absent?: boolean;
}

/** Pulls manifests through the content store. */
export class ManifestPuller {
  readonly #with: PullDependencies;

  constructor(dependencies: PullDependencies) {
    this.#with = dependencies;
  }

  /**
   * By digest, once for all who ask: what is stored and proven, at the cost of one read; else from the registry. Without a
   * repository from the store, else from those that it may be of.
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
   * By tag: asked for each time; where no registry answers, what the tag was last seen to be. A tag that is not known here
   * costs one GET, whose long Accept costs a preflight. One that is known costs a HEAD with the same preflight, and if it
   * moved to what this repository has not sent yet, a GET by digest, which needs no other. Those who ask at once share the
   * answer.
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
    let given: Known['given'];
    try {
      if (last) {
        ({ digest } = await registry.resolve(repository, tag, { signal }));
      } else {
        const read = await registry.manifest(repository, tag, { signal });
        const manifest = await readTagged(read);
        digest = await digestBytes(digestAlgorithm(read.digest), digestedBytes(manifest));
        given = async () => manifest;
      }
    } catch (error) {
      const stale = last && hasCode(error, 'unavailable') && (await this.#stored(repository, last.digest, signal));
      if (!stale || !('bytes' in stale)) throw error;
      const { reason = 'unreachable' } = asAppError(error);
      const cache = { hit: true, stored: true, detail: 'stale-tag' };
      return { ...stale, cache, tagSeenAt: last.seenAt, staleReason: reason };
    }
    const stored = given ? undefined : await this.#stored(repository, digest, signal);
    const pulled =
      stored && 'bytes' in stored ? stored : await this.#pull(repository, digest, signal, given ? { given } : {});
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
    if (stored.reason === 'corrupt') this.#with.tell?.({ type: 'corrupt', digest });
    // What is proven and no manifest is none at the registry either.
    if (!repository || stored.reason === 'invalid_manifest') throw stored;
    // What is corrupt, or was sent by other repositories alone, is requested through the manifest store.
    if (!hasCode(stored, 'not_found')) return this.#pull(repository, digest, signal);
    // The registry is asked while the manifest store opens its ingest, which takes nearly as long.
    const asked = this.#ask(repository, digest, signal);
    asked.catch(() => undefined);
    return this.#pull(repository, digest, signal, { given: () => asked, absent: true });
  }

  async #ask(repository: Repository, digest: Digest, signal?: AbortSignal): Promise<Manifest> {
    const { bytes } = await this.#with.registry.manifest(repository, digest, signal ? { signal } : {});
    return readRemote(digest, bytes);
  }

  async #pull(
    repository: Repository,
    digest: Digest,
    signal?: AbortSignal,
    { given, absent }: Known = {},
  ): Promise<PulledManifest> {
    const { store, log, now, tell } = this.#with;
    let answer: Promise<Manifest> | undefined;
    const ask = (stop: AbortSignal | undefined) => {
      answer ??= given ? given() : this.#ask(repository, digest, stop);
      return answer;
    };
    let kept = false;
    let warning: string | undefined;
    const manifests = createManifestStore({
      local: store,
      repository,
      absent,
      onStored: () => {
        kept = true;
      },
      onHealed: () => tell?.({ type: 'healed', digest }),
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
        // By the same GET as if nothing were stored, where moby sends a HEAD: the registry cannot tell the difference, proves
        // that it has the content, and sends its own signatures of schema1.
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
    const storedAt = kept ? now() : await this.#storedAt(digest);
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

  /** What is stored, proven and known to be of the repository; else why not. */
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
      // What is linked was read as a manifest once, and these are the same bytes: only its type is looked for.
      const source = sourceOf(info, repository);
      const signed = await readSigned(this.#with, info, source, options);
      const manifest = signed ?? (info.linked ? undefined : readDetected(bytes));
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

  /** Of what was stored as a blob, or by a release that kept no edges, once. */
  async #link(digest: Digest, manifest: Manifest): Promise<void> {
    try {
      await this.#with.store.link(digest, referencesOf(manifest));
    } catch (error) {
      this.#with.log.warn('Error linking manifest', { digest, error });
    }
  }
}

/**
 * Where no manifest can be read from what a tag stands for, its digest is told, by which the bytes can be looked at.
 *
 * @throws AppError invalid_argument (invalid_manifest), `detail.digest`
 */
async function readTagged({ bytes, digest }: RemoteManifest): Promise<Manifest> {
  try {
    return readDetected(bytes);
  } catch (error) {
    const { code, message, reason, detail } = asAppError(error);
    throw new AppError(code, message, { ...(reason ? { reason } : {}), detail: { ...detail, digest }, cause: error });
  }
}

/**
 * Bytes that no manifest can be read from are first held against the digest: a wrong digest says more than a wrong form.
 *
 * @throws AppError data_loss (digest_mismatch); invalid_argument (invalid_manifest)
 */
async function readRemote(digest: Digest, bytes: Uint8Array): Promise<Manifest> {
  try {
    return readDetected(bytes);
  } catch (error) {
    assertSame(digest, await digestBytes(digestAlgorithm(digest), bytes));
    throw error;
  }
}

function notOf({ host, name }: Repository, digest: Digest): AppError {
  return new AppError('failed_precondition', `content "${digest}" is not known to be of "${host}/${name}"`);
}

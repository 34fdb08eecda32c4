import type { ContentStore } from '../content/index.ts';
import { type Digest, isDigest, type Repository } from '../oci/index.ts';
import type { PageOptions, Registry } from '../registry/index.ts';
import { AccessTimes } from './accessTimes.ts';
import { type BlobOptions, BlobPuller, type StoreBlobOptions } from './blobs.ts';
import type { ContentEvent, Log } from './contract.ts';
import { ManifestPuller } from './manifests.ts';
import { pullRepositories, pullTags } from './names.ts';
import { preferCorruptionError } from './preferCorruptionError.ts';
import type { Pulled, PulledBlob, PulledManifest, PulledNames } from './pulled.ts';
import { ReferrersPuller } from './referrers.ts';
import { type Locks, SingleFlight } from './singleFlight.ts';
import { fromSources } from './sources.ts';

export interface PullThroughOptions {
  readonly store: ContentStore;
  readonly registry: Registry;
  readonly log: Log;
  /** Locks of the origin, so that two tabs fetch a digest once; absent on plain http. */
  readonly locks?: Locks | undefined;
  readonly now: () => Date;
  /** Resolves when it is time to write access times to the store. */
  readonly pause: () => Promise<void>;
  /** Bytes read of a blob of unknown size before it is streamed. Default 4 MiB. */
  readonly heldBytes?: number | undefined;
  /** Called when corrupt content is found or repaired. */
  readonly onContentEvent?: ((news: ContentEvent) => void) | undefined;
}

/** A registry in front of registries: its answers are verified, and stored if possible. */
export interface PullThrough {
  /**
   * Returns a manifest; `reference` is a digest or a tag. Without a repository, by digest: from the content store, else
   * from its known sources, one after the other. @throws with `detail.tried` if none has it
   */
  manifest(
    repository: Repository | undefined,
    reference: Digest | string,
    signal?: AbortSignal,
  ): Promise<PulledManifest>;
  /** Returns a blob; without a repository as `manifest` does. */
  blob(repository: Repository | undefined, digest: Digest, options?: BlobOptions): Promise<PulledBlob>;
  /**
   * Resolves when a blob is stored; resumes an earlier attempt. Only the signal stops it early.
   * @throws AppError as a read, and if it cannot be stored: resource_exhausted (quota), aborted if its ingest was removed
   */
  storeBlob(repository: Repository, digest: Digest, options?: StoreBlobOptions): Promise<void>;
  /** Returns a page of tags; if the registry is unavailable, the first page has the tags that were seen before. */
  tags(repository: Repository, options?: PageOptions): Promise<PulledNames>;
  /** Returns a page of the host's repositories, in the same way. */
  repositories(host: string, options?: PageOptions): Promise<PulledNames>;
  /**
   * Returns the referrers of a digest as a generated OCI index. It is requested each time and replaces the stored list; if
   * the registry is unavailable, returns the stored list, of `storedAt`. A list of one artifact type is not stored.
   */
  referrers(
    repository: Repository,
    digest: Digest,
    artifactType?: string,
    signal?: AbortSignal,
  ): Promise<PulledManifest>;
  /** Returns the stored list of all referrers, of `storedAt`, without a request. @throws not_found if none is stored */
  storedReferrers(repository: Repository, digest: Digest): Promise<PulledManifest>;
}

export function createPullThrough({ locks, pause, ...options }: PullThroughOptions): PullThrough {
  const uses = new AccessTimes(options, pause);
  const noted = <T extends Pulled>(pulled: T): T => {
    if (pulled.cache.hit) uses.note(pulled.digest);
    return pulled;
  };
  const dependencies = { ...options, once: new SingleFlight(locks) };
  const manifests = new ManifestPuller(dependencies);
  const blobs = new BlobPuller(dependencies);
  const referrers = new ReferrersPuller(dependencies);
  const pullManifest: PullThrough['manifest'] = (repository, reference, signal) => {
    if (!repository) return manifests.byDigest(undefined, reference as Digest, signal);
    if (!isDigest(reference)) return manifests.byTag(repository, reference, signal);
    return preferCorruptionError(options.store, reference, () => manifests.byDigest(repository, reference, signal));
  };
  const pullBlob: PullThrough['blob'] = (repository, digest, asked = {}) => {
    const get = (source: Repository | undefined) => blobs.get(source, digest, asked);
    if (!repository) return fromSources(options.store, digest, get, asked.signal);
    return preferCorruptionError(options.store, digest, () => get(repository));
  };
  return {
    manifest: async (repository, reference, signal) => noted(await pullManifest(repository, reference, signal)),
    blob: async (repository, digest, asked) => noted(await pullBlob(repository, digest, asked)),
    storeBlob: (repository, digest, asked = {}) => blobs.store(repository, digest, asked),
    tags: (repository, page) => pullTags(options, repository, page),
    repositories: (host, page) => pullRepositories(options, host, page),
    referrers: (repository, digest, artifactType, signal) => referrers.get(repository, digest, artifactType, signal),
    storedReferrers: (repository, digest) => referrers.stored(repository, digest),
  };
}

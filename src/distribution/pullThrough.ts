import type { ContentStore } from '../content/index.ts';
import { type Digest, isDigest } from '../oci/index.ts';
import type { PageOptions, Registry, Repository } from '../registry/index.ts';
import { type BlobOptions, BlobPuller, type KeepOptions } from './blobs.ts';
import type { ContentNews, Log } from './contract.ts';
import { ManifestPuller } from './manifests.ts';
import { pullRepositories, pullTags } from './names.ts';
import { type Locks, SingleFlight } from './once.ts';
import { preferCorruptionError } from './orDamaged.ts';
import { findParents, type Parents } from './parents.ts';
import type { Pulled, PulledBlob, PulledManifest, PulledNames } from './pulled.ts';
import { ReferrersPuller } from './referrers.ts';
import { fromSources } from './sources.ts';
import { AccessTimes } from './useBook.ts';

export interface PullThroughOptions {
  readonly store: ContentStore;
  readonly registry: Registry;
  readonly log: Log;
  /** Of the origin, so that two tabs fetch one digest once; absent on plain http. */
  readonly locks?: Locks | undefined;
  readonly now: () => Date;
  /** When to say to the store what was read of it. */
  readonly pause: () => Promise<void>;
  /** How much of a blob whose size nobody says is read before it is given as it comes. Default 4 MiB. */
  readonly heldBytes?: number | undefined;
  /** Told what becomes of damaged content. */
  readonly tell?: ((news: ContentNews) => void) | undefined;
}

/** A registry in front of registries: what it answers with is proven, and kept where it can be. */
export interface PullThrough {
  /**
   * `reference` is a digest or a tag. Without a repository, by digest: from the content store, else from the repositories
   * that it may be of by what the store has, one after the other. @throws with `detail.tried` where none has it
   */
  manifest(
    repository: Repository | undefined,
    reference: Digest | string,
    signal?: AbortSignal,
  ): Promise<PulledManifest>;
  /** Without a repository as a manifest. */
  blob(repository: Repository | undefined, digest: Digest, options?: BlobOptions): Promise<PulledBlob>;
  /**
   * Ends when a blob is stored, on from what an earlier attempt left. Nothing but the signal ends it before. @throws AppError
   * as a read, and where it cannot be stored: resource_exhausted (quota), aborted where its ingest was removed
   */
  keep(repository: Repository, digest: Digest, options?: KeepOptions): Promise<void>;
  /** A page of tags; where the registry cannot be asked, instead of the first page those that were seen here. */
  tags(repository: Repository, options?: PageOptions): Promise<PulledNames>;
  /** The same of the host's repositories. */
  repositories(host: string, options?: PageOptions): Promise<PulledNames>;
  /**
   * What refers to a digest, as an OCI index made here, asked for each time and stored in the place of the one before;
   * where the registry cannot be asked, as last stored, at `storedAt`. Of an artifact type alone it is not stored.
   */
  referrers(
    repository: Repository,
    digest: Digest,
    artifactType?: string,
    signal?: AbortSignal,
  ): Promise<PulledManifest>;
  /** The list of all as last stored, at `storedAt`, with no request. @throws not_found where none is */
  storedReferrers(repository: Repository, digest: Digest): Promise<PulledManifest>;
  /** What points to a digest, of all manifests stored here: no registry is asked, and the digest need not be stored. */
  parents(digest: Digest): Promise<Parents>;
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
    keep: (repository, digest, asked = {}) => blobs.keep(repository, digest, asked),
    tags: (repository, page) => pullTags(options, repository, page),
    repositories: (host, page) => pullRepositories(options, host, page),
    referrers: (repository, digest, artifactType, signal) => referrers.get(repository, digest, artifactType, signal),
    storedReferrers: (repository, digest) => referrers.stored(repository, digest),
    parents: (digest) => findParents(options, digest),
  };
}

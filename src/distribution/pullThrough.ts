import type { ContentStore } from '../content/index.ts';
import { type Digest, isDigest } from '../oci/index.ts';
import type { PageOptions, Registry, Repository } from '../registry/index.ts';
import { BlobPuller, type ByteRange, type KeepOptions } from './blobs.ts';
import type { Log } from './contract.ts';
import { ManifestPuller } from './manifests.ts';
import { pullRepositories, pullTags } from './names.ts';
import { type Locks, Once } from './once.ts';
import { findParents, type Parents } from './parents.ts';
import type { PulledBlob, PulledManifest, PulledNames } from './pulled.ts';
import { ReferrersPuller } from './referrers.ts';

export interface PullThroughOptions {
  readonly store: ContentStore;
  readonly registry: Registry;
  readonly log: Log;
  /** Of the origin, so that two tabs fetch one digest once; absent on plain http. */
  readonly locks?: Locks | undefined;
  readonly now: () => Date;
  /** How much of a blob whose size nobody says is read before it is given as it comes. Default 4 MiB. */
  readonly heldBytes?: number | undefined;
}

/** A registry in front of registries: what it answers with is proven, and kept where it can be. */
export interface PullThrough {
  /** `reference` is a digest or a tag. Without a repository only the content store is asked, by digest. */
  manifest(
    repository: Repository | undefined,
    reference: Digest | string,
    signal?: AbortSignal,
  ): Promise<PulledManifest>;
  /** `isWhole`: what is not stored and over 4 MiB is refused (resource_exhausted, too_large), and nothing of it is kept. */
  blob(
    repository: Repository | undefined,
    digest: Digest,
    range?: ByteRange,
    signal?: AbortSignal,
    isWhole?: boolean,
  ): Promise<PulledBlob>;
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

export function createPullThrough({ locks, ...options }: PullThroughOptions): PullThrough {
  const dependencies = { ...options, once: new Once(locks) };
  const manifests = new ManifestPuller(dependencies);
  const blobs = new BlobPuller(dependencies);
  const referrers = new ReferrersPuller(dependencies);
  return {
    manifest: (repository, reference, signal) =>
      isDigest(reference) || !repository
        ? manifests.byDigest(repository, reference as Digest, signal)
        : manifests.byTag(repository, reference, signal),
    blob: (repository, digest, range, signal, isWhole) => blobs.get(repository, digest, range, signal, isWhole),
    keep: (repository, digest, options = {}) => blobs.keep(repository, digest, options),
    tags: (repository, page) => pullTags(options, repository, page),
    repositories: (host, page) => pullRepositories(options, host, page),
    referrers: (repository, digest, artifactType, signal) => referrers.get(repository, digest, artifactType, signal),
    storedReferrers: (repository, digest) => referrers.stored(repository, digest),
    parents: (digest) => findParents(options, digest),
  };
}

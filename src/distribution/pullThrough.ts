import type { ContentStore } from '../content/index.ts';
import { type Digest, isDigest } from '../oci/index.ts';
import type { Registry, Repository } from '../registry/index.ts';
import { BlobPuller, type ByteRange } from './blobs.ts';
import type { Log } from './contract.ts';
import { ManifestPuller } from './manifests.ts';
import { type Locks, Once } from './once.ts';
import type { PulledBlob, PulledManifest } from './pulled.ts';

export interface PullThroughOptions {
  readonly store: ContentStore;
  readonly registry: Registry;
  readonly log: Log;
  /** Of the origin, so that two tabs fetch one digest once; absent on plain http. */
  readonly locks?: Locks | undefined;
  readonly now: () => Date;
}

/** A registry in front of registries: what it answers with is proven, and kept where it can be. */
export interface PullThrough {
  /** `reference` is a digest or a tag. Without a repository only the content store is asked, by digest. */
  manifest(
    repository: Repository | undefined,
    reference: Digest | string,
    signal?: AbortSignal,
  ): Promise<PulledManifest>;
  blob(
    repository: Repository | undefined,
    digest: Digest,
    range?: ByteRange,
    signal?: AbortSignal,
  ): Promise<PulledBlob>;
}

export function createPullThrough({ locks, ...options }: PullThroughOptions): PullThrough {
  const dependencies = { ...options, once: new Once(locks) };
  const manifests = new ManifestPuller(dependencies);
  const blobs = new BlobPuller(dependencies);
  return {
    manifest: (repository, reference, signal) =>
      isDigest(reference) || !repository
        ? manifests.byDigest(repository, reference as Digest, signal)
        : manifests.byTag(repository, reference, signal),
    blob: (repository, digest, range, signal) => blobs.get(repository, digest, range, signal),
  };
}

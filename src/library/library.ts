import type { ContentStore, Info } from '../content/index.ts';
import { assertNotCorrupt, quarantine } from '../content/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import { StoredClosures } from '../graph/index.ts';
import { chunksOf, type Digest, type Repository } from '../oci/index.ts';
import { checkStored, type StoredCheck } from './checkStored.ts';
import type { Collector, CollectorOptions, EvictOptions, Freed } from './collector.ts';
import { type DownloadImageOptions, downloadImage } from './downloadImage.ts';
import { type DownloadEstimate, estimateDownload } from './estimateDownload.ts';
import { findParents, type Parents } from './findParents.ts';
import { noRoots } from './gcRoots.ts';
import { ImageGraph } from './imageGraph.ts';
import { type Inventory, listBlobs, listImages, type StoredBlob } from './inventory.ts';
import type { DownloadRequest } from './resolveClosure.ts';
import { type Verified, verifyAll } from './verifyAll.ts';

/** Lists and manages stored images. */
export interface Library {
  images(): Promise<Inventory>;
  blobs(): Promise<readonly StoredBlob[]>;
  /** Finds stored manifests that point to a digest: no registry is asked, and the digest need not be stored. */
  parents(digest: Digest): Promise<Parents>;
  /** Deletes images and the content that only they use, even if protected, except content being read. */
  delete(digests: readonly Digest[]): Promise<Freed>;
  /** Evicts at least this many bytes, least recently used first; fewer if the rest is protected. */
  evict(bytes: number, options?: EvictOptions): Promise<Freed>;
  clear(): Promise<Freed>;
  /** Removes records that cannot be read, and returns their number. */
  dropFaults(): Promise<number>;
  /** Evicts the excess over the limit, as after each save. */
  enforceLimit(): Promise<Freed>;
  /** Hashes all content, or all content of an image; quarantines corrupt content and repairs it if a registry has it. */
  verify(signal?: AbortSignal, root?: Digest): AsyncGenerator<Verified>;
  estimateDownload(
    asked: DownloadRequest,
    options: Pick<DownloadImageOptions, 'onProgress' | 'signal'>,
  ): Promise<DownloadEstimate>;
  downloadImage(asked: DownloadRequest, options: DownloadImageOptions): Promise<number>;
  /** Compares an image with what is stored; no registry is asked. */
  checkStored(asked: DownloadRequest, signal: AbortSignal): Promise<StoredCheck>;
  /** Returns a reader of stored closures, for one query. */
  closures(): StoredClosures;
  /** Quarantines content that was found corrupt: it is not returned until it is downloaded again. */
  quarantine(digest: Digest): Promise<void>;
}

export interface LibraryOptions extends Pick<CollectorOptions, 'store' | 'log' | 'roots'> {
  readonly pull: PullThrough;
  readonly now: () => Date;
  readonly collector: Collector;
}

export function createLibrary({ store, log, roots, pull, now, collector }: LibraryOptions): Library {
  return {
    images: async () => listImages({ store, log }, (await roots()) ?? noRoots),
    blobs: () => listBlobs({ store, log }),
    parents: (digest) => findParents({ store, log }, digest),
    delete: (digests) => collector.delete(digests),
    evict: (bytes, options) => collector.evict(bytes, options),
    clear: () => collector.clear(),
    dropFaults: () => store.dropFaults(),
    enforceLimit: () => collector.enforceLimit(),
    verify: async function* (signal, root) {
      yield* verifyAll({
        store,
        now,
        repair: (info, source, stop) => repair(store, pull, info, source, stop),
        ...(signal ? { signal } : {}),
        ...(root ? { only: await partsOf(store, root) } : {}),
      });
    },
    estimateDownload: (asked, options) => estimateDownload({ store, pull }, asked, options),
    downloadImage: (asked, options) => downloadImage({ store, pull, now }, asked, options),
    checkStored: (asked, signal) => checkStored(new StoredClosures(store), asked, signal),
    closures: () => new StoredClosures(store),
    quarantine: (digest) => quarantine(store, digest, now()),
  };
}

/** Returns the stored parts of an image. */
async function partsOf(store: ContentStore, root: Digest): Promise<ReadonlySet<Digest>> {
  const { roots: all } = await ImageGraph.read(store, { ...noRoots, pinned: [{ reference: root, digest: root }] });
  return all.find(({ info }) => info.digest === root)?.parts ?? new Set();
}

/** Downloads content again: a read of corrupt content is answered from the registry, whose copy replaces it. */
async function repair(
  store: ContentStore,
  pull: PullThrough,
  { digest, linked }: Info,
  source: Repository,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (linked) await pull.manifest(source, digest, signal);
  else await drain((await pull.blob(source, digest, { signal })).body);
  assertNotCorrupt(await store.info(digest));
}

async function drain(body: Uint8Array | ReadableStream<Uint8Array>): Promise<void> {
  if (!(body instanceof ReadableStream)) return;
  for await (const _ of chunksOf(body));
}

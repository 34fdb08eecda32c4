import type { ContentStore, Info } from '../content/index.ts';
import { assertSound, setAside } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';
import { checkStored, type StoredCheck } from './checkStored.ts';
import type { Collector, CollectorOptions, EvictOptions, Freed } from './collector.ts';
import type { WholeAsked } from './gather.ts';
import { Holdings } from './holdings.ts';
import { type Inventory, listBlobs, listImages, type StoredBlob } from './inventory.ts';
import { type KeepWholeOptions, keepWhole } from './keepWhole.ts';
import { type Measured, measureWhole } from './measureWhole.ts';
import type { PullThrough } from './pullThrough.ts';
import { noRoots } from './roots.ts';
import { StoredClosures } from './storedClosure.ts';
import { type Verified, verifyAll } from './verifyAll.ts';

/** What can be seen and done of all that is stored. */
export interface Keeper {
  images(): Promise<Inventory>;
  blobs(): Promise<readonly StoredBlob[]>;
  /** Images go with what only they use, whatever keeps them, but for what is being read. */
  delete(digests: readonly Digest[]): Promise<Freed>;
  /** So many bytes or more go, as the limit would have it; fewer where no more may. */
  evict(bytes: number, options?: EvictOptions): Promise<Freed>;
  clear(): Promise<Freed>;
  /** Removes records that cannot be read, and returns how many there were. */
  dropFaults(): Promise<number>;
  /** What is over the limit goes, as it does after each save. */
  keepWithinLimit(): Promise<Freed>;
  /** Hashes all anew, or all that belongs to an image; what is damaged is set aside and fetched anew where that can be. */
  verify(signal?: AbortSignal, root?: Digest): AsyncGenerator<Verified>;
  measureWhole(asked: WholeAsked, options: Pick<KeepWholeOptions, 'onRead' | 'signal'>): Promise<Measured>;
  keepWhole(asked: WholeAsked, options: KeepWholeOptions): Promise<number>;
  /** Compares an image with what is stored; no registry is asked. */
  checkStored(asked: WholeAsked, signal: AbortSignal): Promise<StoredCheck>;
  /** What images take to be whole, by what is stored, for one question of a person. */
  closures(): StoredClosures;
  /** Of content that was found damaged where it was read: it is given to nobody until it is fetched anew. */
  setAside(digest: Digest): Promise<void>;
}

export interface KeeperOptions extends Pick<CollectorOptions, 'store' | 'log' | 'roots'> {
  readonly pull: PullThrough;
  readonly now: () => Date;
  readonly collector: Collector;
}

export function createKeeper({ store, log, roots, pull, now, collector }: KeeperOptions): Keeper {
  return {
    images: async () => listImages({ store, log }, (await roots()) ?? noRoots),
    blobs: () => listBlobs({ store, log }),
    delete: (digests) => collector.delete(digests),
    evict: (bytes, options) => collector.evict(bytes, options),
    clear: () => collector.clear(),
    dropFaults: () => store.dropFaults(),
    keepWithinLimit: () => collector.keepWithinLimit(),
    verify: async function* (signal, root) {
      yield* verifyAll({
        store,
        now,
        heal: (info, source, stop) => heal(store, pull, info, source, stop),
        ...(signal ? { signal } : {}),
        ...(root ? { only: await partsOf(store, root) } : {}),
      });
    },
    measureWhole: (asked, options) => measureWhole({ store, pull }, asked, options),
    keepWhole: (asked, options) => keepWhole({ store, pull, now }, asked, options),
    checkStored: (asked, signal) => checkStored(new StoredClosures(store), asked, signal),
    closures: () => new StoredClosures(store),
    setAside: (digest) => setAside(store, digest, now()),
  };
}

/** All that an image takes along, as far as it is stored. */
async function partsOf(store: ContentStore, root: Digest): Promise<ReadonlySet<Digest>> {
  const { all } = await Holdings.read(store, { ...noRoots, pinned: [{ reference: root, digest: root }] });
  return all.find(({ info }) => info.digest === root)?.parts ?? new Set();
}

/** What is asked for is answered from the registry where what is stored is damaged, and takes its place. */
async function heal(
  store: ContentStore,
  pull: PullThrough,
  { digest, linked }: Info,
  source: Repository,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (linked) await pull.manifest(source, digest, signal);
  else await drain((await pull.blob(source, digest, { signal })).body);
  assertSound(await store.info(digest));
}

async function drain(body: Uint8Array | ReadableStream<Uint8Array>): Promise<void> {
  if (!(body instanceof ReadableStream)) return;
  const reader = body.getReader();
  while (!(await reader.read()).done);
}

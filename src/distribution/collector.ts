import type { ContentStore, Info } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Log } from './contract.ts';
import { ImageGraph, type StoredImageRoot } from './holdings.ts';
import { type GcRoots, noRoots } from './roots.ts';

/** What went. */
export interface Freed {
  readonly count: number;
  readonly bytes: number;
}

export interface EvictOptions {
  /** What a tag or a recent visit keeps stays too. */
  readonly onlyUnprotected?: boolean;
}

export interface CollectorOptions {
  readonly store: ContentStore;
  readonly log: Log;
  /** Undefined where nobody told them yet: then nothing is known to be let go. */
  readonly roots: () => Promise<GcRoots | undefined>;
  /** Of all content, in bytes; undefined where there is none. */
  readonly limitBytes: () => Promise<number | undefined>;
  readonly now: () => Date;
  /** Resolves when it is time to look, after something was stored. */
  readonly pause: () => Promise<void>;
  /** Told of what went because of the limit. */
  readonly onEvicted?: ((freed: Freed) => void) | undefined;
}

/** Once over the limit, so much of it is freed that the next image does not do it again. */
const freedShare = 0.1;
/** What a browser that is full is relieved of, where its quota is met before the limit. */
const reliefBytes = 16 * 2 ** 20;
const nothing: Freed = { count: 0, bytes: 0 };

/**
 * Keeps the store within its limit. What goes first: images that no root keeps, by when they were last used; then those that a
 * tag or a recent visit keeps, likewise. With each goes what only it uses. What is pinned, what that reaches, and what is being
 * read, stays.
 */
export class Collector {
  readonly #with: CollectorOptions;
  /** Counted once, then kept up; undefined before. */
  #heldBytes: number | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: CollectorOptions) {
    this.#with = options;
  }

  /** Something was stored: soon it is looked whether the limit is kept. */
  grew(bytes: number): void {
    if (this.#heldBytes !== undefined) this.#heldBytes += bytes;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
  }

  /** The browser's own quota was met before the limit: a save has failed, and the next shall not. */
  async relieve(): Promise<void> {
    await this.#guard(() => this.#makeWay(reliefBytes));
  }

  /** Lets go of so many bytes or more, as the limit would have it; fewer where no more may go. */
  async evict(bytes: number, { onlyUnprotected = false }: EvictOptions = {}): Promise<Freed> {
    let freed = nothing;
    // If the roots change before something is deleted, everything is read again: it may just have been promised.
    for (let isDone = false; !isDone; ) {
      const { store } = this.#with;
      const { revision } = await store.roots();
      const roots = await this.#with.roots();
      if (!roots) return freed;
      const holdings = await ImageGraph.read(store, roots);
      try {
        for await (const gone of this.#collect(holdings, bytes - freed.bytes, onlyUnprotected, revision))
          freed = { count: freed.count + gone.count, bytes: freed.bytes + gone.bytes };
        isDone = true;
      } catch (error) {
        if (!hasCode(error, 'aborted')) throw error;
      }
    }
    return freed;
  }

  /** Lets go of what is over the limit, and of a little more. Counts anew: another tab may have freed what is missing. */
  async enforceLimit(): Promise<Freed> {
    const limit = await this.#with.limitBytes();
    this.#heldBytes = await this.#count();
    if (limit === undefined || this.#heldBytes <= limit) return nothing;
    return this.#makeWay(this.#heldBytes - limit + limit * freedShare);
  }

  /** Lets go of images and of what only they use, whatever keeps them, but for what is being read. */
  async delete(digests: readonly Digest[]): Promise<Freed> {
    const { store, roots } = this.#with;
    const holdings = await ImageGraph.read(store, (await roots()) ?? noRoots);
    const meant = new Set(digests);
    return this.#drop(holdings.ownOf(holdings.all.filter(({ info }) => meant.has(info.digest))));
  }

  /** Lets go of everything but what is being read; ingests too. */
  async clear(): Promise<Freed> {
    const { store } = this.#with;
    for (const { ref } of await store.listStatuses()) await store.abort(ref);
    const infos: Info[] = [];
    await store.walk((info) => void infos.push(info));
    const freed = await this.#drop(infos);
    await store.dropFaults();
    return freed;
  }

  async #look(): Promise<void> {
    await this.#with.pause();
    await this.#guard(async () => {
      const limit = await this.#with.limitBytes();
      this.#heldBytes ??= await this.#count();
      if (limit !== undefined && this.#heldBytes > limit) await this.enforceLimit();
    });
  }

  /** For newer content: whoever looks on is told. */
  async #makeWay(bytes: number): Promise<Freed> {
    const freed = await this.evict(bytes);
    if (freed.count > 0) this.#with.onEvicted?.(freed);
    return freed;
  }

  async #count(): Promise<number> {
    let bytes = 0;
    await this.#with.store.walk(({ size }) => {
      bytes += size;
    });
    return bytes;
  }

  /** Yields what went, after each step. @throws AppError aborted if the roots are of another revision by now */
  async *#collect(
    holdings: ImageGraph,
    bytes: number,
    onlyUnprotected: boolean,
    rootsRevision: number,
  ): AsyncGenerator<Freed, void> {
    const release = holdings.createExclusiveCounter();
    let freedBytes = 0;
    let going: Info[] = [];
    const drop = async () => {
      const gone = await this.#drop(going, { rootsRevision });
      going = [];
      freedBytes += gone.bytes;
      return gone;
    };
    const mayGo = ({ kept }: StoredImageRoot) => kept === undefined || (kept !== 'pinned' && !onlyUnprotected);
    for (const holding of holdings.all.filter(mayGo).sort(leastRecentFirst(this.#with.now()))) {
      if (freedBytes >= bytes) break;
      going.push(...release(holding));
      if (freedBytes + sizeOf(going) >= bytes) yield await drop();
    }
    if (going.length > 0) yield await drop();
  }

  /** In one step, so that no tree is left with holes where the worker is stopped. */
  async #drop(infos: readonly Info[], options: { readonly rootsRevision?: number } = {}): Promise<Freed> {
    const gone = await this.#with.store.collect(
      infos.map(({ digest }) => digest),
      options,
    );
    const bytes = sizeOf(gone);
    if (this.#heldBytes !== undefined) this.#heldBytes -= bytes;
    return { count: gone.length, bytes };
  }

  /** What is done for later saves fails none that was. */
  async #guard(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#with.log.warn('Error keeping the store within its limit', { error });
    }
  }
}

function sizeOf(infos: readonly Info[]): number {
  return infos.reduce((sum, { size }) => sum + size, 0);
}

/** A clock that runs further ahead than this was wrong, here or there. */
const clockToleranceMs = 86_400_000;

/**
 * Orders what nothing keeps before the rest, each by when it was last used. A time that is yet to come says nothing, since the
 * clock was set back meanwhile: it counts as the oldest, or content of a wrong year would outlive all that is used now.
 */
function leastRecentFirst(now: Date): (one: StoredImageRoot, other: StoredImageRoot) => number {
  const latestMs = now.getTime() + clockToleranceMs;
  const rankOf = ({ kept, usedAt }: StoredImageRoot) => [
    kept ? 1 : 0,
    usedAt.getTime() > latestMs ? 0 : 1,
    usedAt.getTime(),
  ];
  return (one, other) => {
    const ranks = rankOf(other);
    return rankOf(one).reduce((order, rank, position) => order || rank - (ranks[position] ?? 0), 0);
  };
}

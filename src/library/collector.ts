import type { ContentStore, Info } from '../content/index.ts';
import type { Log } from '../distribution/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import { type GcRoots, noRoots } from './gcRoots.ts';
import { ImageGraph, type StoredImageRoot } from './imageGraph.ts';

/** Content that was deleted. */
export interface Freed {
  readonly count: number;
  readonly bytes: number;
}

export interface EvictOptions {
  /** Leaves content that a tag or a recent visit protects. */
  readonly onlyUnprotected?: boolean;
}

export interface CollectorOptions {
  readonly store: ContentStore;
  readonly log: Log;
  /** Undefined until a page has sent them: until then nothing may be evicted. */
  readonly roots: () => Promise<GcRoots | undefined>;
  /** Limit for all content, in bytes; undefined means unlimited. */
  readonly limitBytes: () => Promise<number | undefined>;
  readonly now: () => Date;
  /** Resolves when it is time to check the limit, after something was stored. */
  readonly pause: () => Promise<void>;
  /** Called with content that was evicted because of the limit. */
  readonly onEvicted?: ((freed: Freed) => void) | undefined;
}

/** Fraction of the limit freed beyond the excess, so the next save does not trigger eviction again. */
const freedShare = 0.1;
/** Bytes evicted when the browser's quota is reached before the limit. */
const reliefBytes = 16 * 2 ** 20;
const nothing: Freed = { count: 0, bytes: 0 };

/**
 * Keeps the store within its limit. Evicts first the images that no root protects, least recently used first; then those
 * that a tag or a recent visit protects, in the same order. Content that only the image uses is deleted with it. Pinned
 * images, their content, and content being read stay.
 */
export class Collector {
  readonly #with: CollectorOptions;
  /** Counted once, then updated; undefined before. */
  #heldBytes: number | undefined;
  #checking: Promise<void> | undefined;

  constructor(options: CollectorOptions) {
    this.#with = options;
  }

  /** Counts bytes that were stored, and schedules a check of the limit. */
  grew(bytes: number): void {
    if (this.#heldBytes !== undefined) this.#heldBytes += bytes;
    this.#checking ??= this.#checkLimit().finally(() => {
      this.#checking = undefined;
    });
  }

  /** Evicts content after a save failed because of the browser's quota, so that the next save succeeds. */
  async relieve(): Promise<void> {
    await this.#guard(() => this.#evictAndReport(reliefBytes));
  }

  /** Evicts at least this many bytes, least recently used first; fewer if the rest is protected. */
  async evict(bytes: number, { onlyUnprotected = false }: EvictOptions = {}): Promise<Freed> {
    let freed = nothing;
    // If the roots change before the deletion, reads everything again: the content may just have been promised.
    for (let isDone = false; !isDone; ) {
      const { store } = this.#with;
      const { revision } = await store.roots();
      const roots = await this.#with.roots();
      if (!roots) return freed;
      const graph = await ImageGraph.read(store, roots);
      try {
        for await (const deleted of this.#collect(graph, bytes - freed.bytes, onlyUnprotected, revision))
          freed = { count: freed.count + deleted.count, bytes: freed.bytes + deleted.bytes };
        isDone = true;
      } catch (error) {
        if (!hasCode(error, 'aborted')) throw error;
      }
    }
    return freed;
  }

  /** Evicts the excess over the limit, and a little more. Counts all content first: another tab may have deleted some. */
  async enforceLimit(): Promise<Freed> {
    const limit = await this.#with.limitBytes();
    this.#heldBytes = await this.#count();
    if (limit === undefined || this.#heldBytes <= limit) return nothing;
    return this.#evictAndReport(this.#heldBytes - limit + limit * freedShare);
  }

  /** Deletes images and the content that only they use, even if protected, except content being read. */
  async delete(digests: readonly Digest[]): Promise<Freed> {
    const { store, roots } = this.#with;
    const graph = await ImageGraph.read(store, (await roots()) ?? noRoots);
    const meant = new Set(digests);
    return this.#drop(graph.exclusiveContent(graph.roots.filter(({ info }) => meant.has(info.digest))));
  }

  /** Deletes everything except content being read; ingests too. */
  async clear(): Promise<Freed> {
    const { store } = this.#with;
    for (const { ref } of await store.listStatuses()) await store.abort(ref);
    const infos: Info[] = [];
    await store.walk((info) => void infos.push(info));
    const freed = await this.#drop(infos);
    await store.dropFaults();
    return freed;
  }

  async #checkLimit(): Promise<void> {
    await this.#with.pause();
    await this.#guard(async () => {
      const limit = await this.#with.limitBytes();
      this.#heldBytes ??= await this.#count();
      if (limit !== undefined && this.#heldBytes > limit) await this.enforceLimit();
    });
  }

  /** Evicts for newer content, and reports it. */
  async #evictAndReport(bytes: number): Promise<Freed> {
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

  /** Yields what was deleted, after each step. @throws AppError aborted if the roots have another revision by now */
  async *#collect(
    graph: ImageGraph,
    bytes: number,
    onlyUnprotected: boolean,
    rootsRevision: number,
  ): AsyncGenerator<Freed, void> {
    const exclusive = graph.createExclusiveCounter();
    let freedBytes = 0;
    let evicting: Info[] = [];
    const drop = async () => {
      const gone = await this.#drop(evicting, { rootsRevision });
      evicting = [];
      freedBytes += gone.bytes;
      return gone;
    };
    const isEvictable = ({ protection }: StoredImageRoot) =>
      protection === undefined || (protection !== 'pinned' && !onlyUnprotected);
    for (const root of graph.roots.filter(isEvictable).sort(leastRecentFirst(this.#with.now()))) {
      if (freedBytes >= bytes) break;
      evicting.push(...exclusive(root));
      if (freedBytes + sizeOf(evicting) >= bytes) yield await drop();
    }
    if (evicting.length > 0) yield await drop();
  }

  /** Deletes in one step, so that no image is left incomplete if the worker is stopped. */
  async #drop(infos: readonly Info[], options: { readonly rootsRevision?: number } = {}): Promise<Freed> {
    const gone = await this.#with.store.collect(
      infos.map(({ digest }) => digest),
      options,
    );
    const bytes = sizeOf(gone);
    if (this.#heldBytes !== undefined) this.#heldBytes -= bytes;
    return { count: gone.length, bytes };
  }

  /** A failure of this work, which is for later saves, must not fail the current one. */
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

/** A recorded time further ahead than this means that a clock was wrong. */
const clockToleranceMs = 86_400_000;

/** A page reports an opened image as a root a moment later; until then its use protects it. */
const justUsedMs = 60_000;

/**
 * Orders unprotected images before the rest, each group by last use. A time in the future says nothing, because the clock
 * was set back meanwhile: it counts as the oldest, or content with a wrong year would outlive everything used now.
 */
function leastRecentFirst(now: Date): (one: StoredImageRoot, other: StoredImageRoot) => number {
  const latestMs = now.getTime() + clockToleranceMs;
  const isJustUsed = (usedAt: Date) => Math.abs(now.getTime() - usedAt.getTime()) < justUsedMs;
  const rankOf = ({ protection, usedAt }: StoredImageRoot) => [
    protection || isJustUsed(usedAt) ? 1 : 0,
    usedAt.getTime() > latestMs ? 0 : 1,
    usedAt.getTime(),
  ];
  return (one, other) => {
    const ranks = rankOf(other);
    return rankOf(one).reduce((order, rank, position) => order || rank - (ranks[position] ?? 0), 0);
  };
}

import type { ContentStore, Info, Writer } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Registry, RemoteBlob, Repository } from '../registry/index.ts';
import { dropIngest } from './blobIngest.ts';
import type { ContentNews, Log } from './contract.ts';
import { endedEarly, piecesOf, readRanges, upTo } from './downloadRanges.ts';
import { assertSame } from './readManifest.ts';
import { WriteQueue } from './writeQueue.ts';

export interface DownloadDependencies {
  readonly store: ContentStore;
  readonly registry: Registry;
  readonly log: Log;
  readonly now: () => Date;
  readonly tell?: ((news: ContentNews) => void) | undefined;
}

export interface DownloadOptions {
  /** Of the ingest. */
  readonly ref: string;
  /** bytes, as a descriptor claims them: what progress shows until the registry states them */
  readonly size: number | undefined;
  /** The most bytes that any of its followers takes; undefined: one takes all. Asked whenever more come. */
  readonly limit: () => number | undefined;
  readonly labels: Info['labels'];
  /** An answer with all of it, whose body is read where it is of use: its length is not known, or it is not kept. */
  readonly opened: RemoteBlob | undefined;
  /** Waits while another context holds the ref. */
  readonly waits: boolean;
  /** Ends when the one before has let go of the ref. */
  readonly after: Promise<void> | undefined;
}

/** How a download ended. `evictable`: by a failure of the store, which says nothing of the blob. */
export type DownloadEnd = { readonly kind: 'stored' } | { readonly kind: 'unkept' | 'failed'; readonly error: unknown };

/**
 * One running fetch of a large blob into its ingest, on from where that ends. It shows how far it is; what it has can be read
 * until its end. Stopped, it leaves the ingest, to be gone on with.
 *
 * Bytes that do not hash to the digest are thrown away; where a part of them is of an earlier attempt, which may have been given
 * other bytes, all is fetched once more. An ingest that the store has no room for makes room. The total of an ingest is a claim
 * of whoever opened it: it limits nothing.
 */
export class Download {
  readonly repository: Repository;
  readonly #with: DownloadDependencies;
  readonly digest: Digest;
  readonly #options: DownloadOptions;
  readonly #signal: AbortSignal;
  readonly #superseded = new AbortController();
  #opened: RemoteBlob | undefined;
  #writer: Writer | undefined;
  #watchers: (() => void)[] = [];
  /** bytes that the ingest has */
  offset = 0;
  /** bytes that there are, as the registry says */
  stated: number | undefined;
  /** The same or, until the registry says it, as somebody claims. */
  total: number | undefined;
  /** Counts how often all was thrown away. */
  generation = 0;
  /** `offset` is that of what is there. */
  isOpened = false;
  /** The registry has begun to answer, or need not be asked. */
  isStarted = false;
  /** Another context writes. */
  isWaiting = false;
  /** All of it hashes to the digest. */
  isProven = false;
  end: DownloadEnd | undefined;

  constructor(
    dependencies: DownloadDependencies,
    repository: Repository,
    digest: Digest,
    options: DownloadOptions,
    signal: AbortSignal,
  ) {
    this.#with = dependencies;
    this.repository = repository;
    this.digest = digest;
    this.#options = options;
    this.#signal = AbortSignal.any([signal, this.#superseded.signal]);
    this.#opened = options.opened;
    this.stated = options.opened?.length;
    this.total = this.stated ?? options.size;
  }

  /** Never rejects: how it went is in `end`. */
  async run(): Promise<void> {
    try {
      await this.#options.after;
      const writer = await this.#open();
      if (writer) await this.#fetch(writer);
      this.end = { kind: 'stored' };
    } catch (error) {
      if (this.#superseded.signal.aborted) this.end = { kind: 'stored' };
      else
        this.end = error instanceof StoreFailure ? { kind: 'unkept', error: error.cause } : { kind: 'failed', error };
    }
    await this.#close(this.end);
    this.#tell();
  }

  /** Ends it, since the content came from elsewhere and is stored. */
  supersede(): void {
    this.#superseded.abort();
  }

  /** Resolves at the next change of anything. @throws the signal's reason */
  changed(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal?.reason);
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      this.#watchers.push(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
    });
  }

  /** What the ingest has; undefined where it cannot be read, or not any more. */
  async readAt(offset: number, length: number): Promise<Uint8Array | undefined> {
    try {
      return await this.#writer?.readAt(offset, length);
    } catch (error) {
      this.#with.log.debug?.('An ingest cannot be read', { digest: this.digest, error });
      return undefined;
    }
  }

  /** The answer that it was begun with, once, where it is of no use to it. */
  takeOpened(): RemoteBlob | undefined {
    const opened = this.#opened;
    this.#opened = undefined;
    return opened;
  }

  /** Undefined where the content is there already. */
  async #open(): Promise<Writer | undefined> {
    const { ref, waits } = this.#options;
    const size = this.total;
    const descriptor = { digest: this.digest, ...(size === undefined ? {} : { size: BigInt(size) }) };
    this.isWaiting = waits;
    const writer = await this.#keep(() => this.#with.store.writer(ref, descriptor, { signal: this.#signal, waits }));
    this.isWaiting = false;
    this.#writer = writer;
    const status = await writer?.status();
    this.offset = status?.offset ?? 0;
    this.total = this.stated ?? (status?.total || this.total);
    this.isOpened = true;
    this.#tell();
    return writer;
  }

  async #fetch(writer: Writer): Promise<void> {
    for (let isResumed = this.offset > 0; ; isResumed = false) {
      // One that claims to be whole may be proven without a request.
      if (!isResumed || this.offset !== this.total) await this.#fill(writer);
      const actual = writer.digest();
      if (actual === this.digest) break;
      if (!isResumed) {
        if (this.offset < (this.stated ?? 0)) throw endedEarly(this.digest, this.offset, this.stated);
        await dropIngest(this.#with, this.#options.ref);
        assertSame(this.digest, actual);
      }
      this.#with.log.warn('An ingest is begun anew: what it had is of other bytes', { digest: this.digest });
      [this.offset, this.stated, this.total] = [0, undefined, this.#options.size];
      this.generation++;
      this.#tell();
      await this.#keep(() => writer.truncate(0));
    }
    this.isProven = this.isStarted = true;
    this.stated = this.total = this.offset;
    this.#tell();
    await this.#keep(() => writer.commit(this.offset, this.digest, this.#options.labels));
  }

  async #fill(writer: Writer): Promise<void> {
    const waiting = new WriteQueue(async (bytes) => {
      await this.#keep(() => writer.write(bytes));
      this.offset += bytes.length;
      this.#tell();
    });
    try {
      for await (const bytes of this.#source()) {
        this.#signal.throwIfAborted();
        await waiting.add(bytes);
      }
      this.#signal.throwIfAborted();
    } finally {
      await waiting.end();
    }
  }

  async *#source(): AsyncGenerator<Uint8Array, void> {
    const opened = this.takeOpened();
    if (opened && opened.length === undefined && this.offset === 0) {
      this.#start(undefined);
      yield* upTo(this.digest, piecesOf(opened.body, this.#signal), 0, this.#options.limit);
      return;
    }
    // Ranges, of which less is lost than of an answer with all of it.
    await opened?.body.cancel();
    const { registry, now } = this.#with;
    yield* readRanges({
      registry,
      repository: this.repository,
      digest: this.digest,
      offset: this.offset,
      total: this.stated,
      limit: this.#options.limit,
      signal: this.#signal,
      now: () => now().getTime(),
      onHead: (total) => this.#start(total),
    });
  }

  #start(stated: number | undefined): void {
    this.stated = stated;
    this.total = stated ?? this.total;
    this.isStarted = true;
    this.#tell();
  }

  #tell(): void {
    for (const changed of this.#watchers.splice(0)) changed();
  }

  /** Undefined where the content is there already, which is what was wanted. */
  async #keep<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (hasCode(error, 'already_exists')) return undefined;
      if (this.#signal.aborted) throw error;
      this.#with.log.warn('Error persisting blob', { digest: this.digest, error });
      throw new StoreFailure(error);
    }
  }

  /** What has nothing in it, cannot be read, or finds no room is removed; the rest stays, to be gone on with. */
  async #close(end: DownloadEnd): Promise<void> {
    if (end.kind !== 'unkept') await this.takeOpened()?.body.cancel();
    const isUseless =
      this.#superseded.signal.aborted ||
      (end.kind === 'unkept' && (hasCode(end.error, 'resource_exhausted') || hasCode(end.error, 'data_loss')));
    if (isUseless || (this.#writer && end.kind !== 'stored' && this.offset === 0))
      await dropIngest(this.#with, this.#options.ref);
    try {
      await this.#writer?.close();
    } catch (error) {
      this.#with.log.warn('Error closing content ingest', { digest: this.digest, error });
    }
  }
}

/** Tells what the store fails from what the registry does. */
class StoreFailure extends Error {
  constructor(cause: unknown) {
    super('the store failed', { cause });
  }
}

import type { ContentStore, Info, Writer } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import { chunksOf, type Digest, type Repository } from '../oci/index.ts';
import type { Registry, RemoteBlob } from '../registry/index.ts';
import { dropIngest } from './blobIngest.ts';
import type { ContentEvent, Log } from './contract.ts';
import { endedEarly, readRanges, upTo } from './downloadRanges.ts';
import { assertSame } from './readManifest.ts';
import { WriteQueue } from './writeQueue.ts';

export interface DownloadDependencies {
  readonly store: ContentStore;
  readonly registry: Registry;
  readonly log: Log;
  readonly now: () => Date;
  readonly onContentEvent?: ((news: ContentEvent) => void) | undefined;
}

export interface DownloadOptions {
  /** Ref of the ingest. */
  readonly ref: string;
  /** bytes, as a descriptor states: shown as the total until the registry states it */
  readonly size: number | undefined;
  /** The largest number of bytes that a follower accepts; undefined if one accepts any. Read whenever more bytes arrive. */
  readonly limit: () => number | undefined;
  readonly labels: Info['labels'];
  /** An open response with the complete blob, used if its length is unknown or it is not stored. */
  readonly opened: RemoteBlob | undefined;
  /** Waits while another context locks the ref. */
  readonly waits: boolean;
  /** Resolves when the previous download has released the ref. */
  readonly after: Promise<void> | undefined;
}

/** Result of a download. `unstored`: the store failed, which says nothing about the blob. */
export type DownloadEnd =
  | { readonly kind: 'stored' }
  | { readonly kind: 'unstored' | 'failed'; readonly error: unknown };

/**
 * One running fetch of a large blob into its ingest, starting where the ingest ends. It reports progress, and its bytes can
 * be read until it ends. If stopped, it leaves the ingest to be resumed. Bytes that do not hash to the digest are
 * discarded; if some of them are from an earlier attempt, which may have received other bytes, everything is fetched once
 * more. If the store has no room, the ingest is deleted. The total of an ingest is unverified and limits nothing.
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
  /** bytes in the ingest */
  offset = 0;
  /** size in bytes, as the registry states */
  stated: number | undefined;
  /** Equals `stated`, or until the registry states it, an unverified size. */
  total: number | undefined;
  /** Incremented each time the ingest is discarded and restarted. */
  generation = 0;
  /** `offset` is known. */
  isOpened = false;
  /** The registry has started to respond, or need not be asked. */
  isStarted = false;
  /** Another context is writing the ingest. */
  isWaiting = false;
  /** The complete content hashes to the digest. */
  isVerified = false;
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

  /** Never rejects: the result is in `end`. */
  async run(): Promise<void> {
    try {
      await this.#options.after;
      const writer = await this.#open();
      if (writer) await this.#fetch(writer);
      this.end = { kind: 'stored' };
    } catch (error) {
      if (this.#superseded.signal.aborted) this.end = { kind: 'stored' };
      else
        this.end = error instanceof StoreFailure ? { kind: 'unstored', error: error.cause } : { kind: 'failed', error };
    }
    await this.#close(this.end);
    this.#notify();
  }

  /** Ends the download because the content came from elsewhere and is stored. */
  supersede(): void {
    this.#superseded.abort();
  }

  /** Resolves at the next change of any property. @throws the signal's reason */
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

  /** Reads bytes of the ingest; undefined if it cannot be read, or not any more. */
  async readAt(offset: number, length: number): Promise<Uint8Array | undefined> {
    try {
      return await this.#writer?.readAt(offset, length);
    } catch (error) {
      this.#with.log.debug?.('An ingest cannot be read', { digest: this.digest, error });
      return undefined;
    }
  }

  /** Returns the response that it was started with, once, if the download cannot use it. */
  takeOpened(): RemoteBlob | undefined {
    const opened = this.#opened;
    this.#opened = undefined;
    return opened;
  }

  /** Returns undefined if the content is stored already. */
  async #open(): Promise<Writer | undefined> {
    const { ref, waits } = this.#options;
    const size = this.total;
    const descriptor = { digest: this.digest, ...(size === undefined ? {} : { size: BigInt(size) }) };
    this.isWaiting = waits;
    const writer = await this.#inStore(() => this.#with.store.writer(ref, descriptor, { signal: this.#signal, waits }));
    this.isWaiting = false;
    this.#writer = writer;
    const status = await writer?.status();
    this.offset = status?.offset ?? 0;
    this.total = this.stated ?? (status?.total || this.total);
    this.isOpened = true;
    this.#notify();
    return writer;
  }

  async #fetch(writer: Writer): Promise<void> {
    for (let isResumed = this.offset > 0; ; isResumed = false) {
      // An ingest of full length may verify without a request.
      if (!isResumed || this.offset !== this.total) await this.#fill(writer);
      const actual = writer.digest();
      if (actual === this.digest) break;
      if (!isResumed) {
        if (this.offset < (this.stated ?? 0)) throw endedEarly(this.digest, this.offset, this.stated);
        await dropIngest(this.#with, this.#options.ref);
        assertSame(this.digest, actual);
      }
      this.#with.log.warn('An ingest is restarted: its bytes do not match', { digest: this.digest });
      [this.offset, this.stated, this.total] = [0, undefined, this.#options.size];
      this.generation++;
      this.#notify();
      await this.#inStore(() => writer.truncate(0));
    }
    this.isVerified = this.isStarted = true;
    this.stated = this.total = this.offset;
    this.#notify();
    await this.#inStore(() => writer.commit(this.offset, this.digest, this.#options.labels));
  }

  async #fill(writer: Writer): Promise<void> {
    const waiting = new WriteQueue(async (bytes) => {
      await this.#inStore(() => writer.write(bytes));
      this.offset += bytes.length;
      this.#notify();
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
      yield* upTo(this.digest, chunksOf(opened.body, this.#signal), 0, this.#options.limit);
      return;
    }
    // Ranges lose less when interrupted than one complete response.
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
    this.#notify();
  }

  #notify(): void {
    for (const changed of this.#watchers.splice(0)) changed();
  }

  /** Runs work of the store; returns undefined if the content is stored already, which is the goal. */
  async #inStore<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (hasCode(error, 'already_exists')) return undefined;
      if (this.#signal.aborted) throw error;
      this.#with.log.warn('Error persisting blob', { digest: this.digest, error });
      throw new StoreFailure(error);
    }
  }

  /** Removes an ingest that is empty, unreadable or finds no room; leaves any other to be resumed. */
  async #close(end: DownloadEnd): Promise<void> {
    if (end.kind !== 'unstored') await this.takeOpened()?.body.cancel();
    const isUseless =
      this.#superseded.signal.aborted ||
      (end.kind === 'unstored' && (hasCode(end.error, 'resource_exhausted') || hasCode(end.error, 'data_loss')));
    if (isUseless || (this.#writer && end.kind !== 'stored' && this.offset === 0))
      await dropIngest(this.#with, this.#options.ref);
    try {
      await this.#writer?.close();
    } catch (error) {
      this.#with.log.warn('Error closing content ingest', { digest: this.digest, error });
    }
  }
}

/** Distinguishes failures of the store from those of the registry. */
class StoreFailure extends Error {
  constructor(cause: unknown) {
    super('the store failed', { cause });
  }
}

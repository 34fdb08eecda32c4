import { type Client, downloadBlob, type Kept, type Where } from '../../client/index.ts';
import { type AppError, asAppError } from '../../errors/index.ts';
import type { Descriptor } from '../../oci/index.ts';
import { createStore } from '../kit/createStore.ts';
import { Rate } from '../kit/rate.ts';

/** How far it is that a blob is kept here. */
export type LayerDownloadState =
  | ({ readonly state: 'running'; readonly bytesPerSecond: number | undefined } & Kept)
  | { readonly state: 'stopped' | 'kept' }
  | { readonly state: 'failed'; readonly error: AppError };

export interface LayerDownloadsEnvironment {
  readonly client: Pick<Client, 'ask'>;
  /** Milliseconds of any epoch. */
  readonly now: () => number;
  readonly pause: () => Promise<void>;
}

/** What is kept since the page was opened, and goes on whichever part of the page is looked at. It tells of every change. */
export class LayerDownloads {
  /** By digest. */
  readonly states = createStore<ReadonlyMap<string, LayerDownloadState>>(new Map());
  readonly #with: LayerDownloadsEnvironment;
  readonly #stops = new Map<string, AbortController>();

  constructor(environment: LayerDownloadsEnvironment) {
    this.#with = environment;
  }

  /** Ends when it is kept, stopped or has failed; never rejects. `here` is what is known to be there, in bytes. */
  async start(where: Where, { digest, size }: Pick<Descriptor, 'digest' | 'size'>, here: number): Promise<void> {
    if (this.#stops.has(digest)) return;
    const stop = new AbortController();
    const rate = new Rate(this.#with.now);
    this.#stops.set(digest, stop);
    this.#set(digest, { state: 'running', offset: here, total: undefined, bytesPerSecond: undefined });
    try {
      await downloadBlob(this.#with.client, where, digest, {
        size,
        signal: stop.signal,
        pause: this.#with.pause,
        onProgress: (kept) => this.#set(digest, { state: 'running', ...kept, bytesPerSecond: rate.add(kept.offset) }),
      });
      this.#set(digest, { state: 'kept' });
    } catch (error) {
      this.#set(digest, stop.signal.aborted ? { state: 'stopped' } : { state: 'failed', error: asAppError(error) });
    } finally {
      this.#stops.delete(digest);
    }
  }

  stop(digest: string): void {
    this.#stops.get(digest)?.abort();
  }

  #set(digest: string, state: LayerDownloadState): void {
    this.states.set(new Map(this.states.get()).set(digest, state));
  }
}

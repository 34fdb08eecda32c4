import { type Client, downloadBlob } from '../../client/index.ts';
import { type AppError, asAppError } from '../../errors/index.ts';
import type { Descriptor, Progress, Repository } from '../../oci/index.ts';
import { createStore } from '../kit/createStore.ts';
import { Rate } from '../kit/rate.ts';
import type { Rated } from '../messages/progress.ts';

/** The state of the download of one blob, with its progress in bytes. */
export type LayerDownloadState =
  | ({ readonly state: 'running' } & Rated<Progress>)
  | { readonly state: 'cancelled' | 'done' }
  | { readonly state: 'failed'; readonly error: AppError };

export interface LayerDownloadsEnvironment {
  readonly client: Pick<Client, 'ask'>;
  /** Milliseconds of any epoch. */
  readonly now: () => number;
  readonly pause: () => Promise<void>;
}

/** The blob downloads of this page. They continue while another part of the page is shown. */
export class LayerDownloads {
  /** By digest. */
  readonly states = createStore<ReadonlyMap<string, LayerDownloadState>>(new Map());
  readonly #environment: LayerDownloadsEnvironment;
  readonly #controllers = new Map<string, AbortController>();

  constructor(environment: LayerDownloadsEnvironment) {
    this.#environment = environment;
  }

  /** Downloads a blob, unless that is running. Resolves when it ends, also if it fails. `storedBytes` are downloaded already. */
  async start(
    repository: Repository,
    { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
    storedBytes: number,
  ): Promise<void> {
    if (this.#controllers.has(digest)) return;
    const { client, now, pause } = this.#environment;
    const controller = new AbortController();
    const rate = new Rate(now);
    this.#controllers.set(digest, controller);
    this.#set(digest, { state: 'running', done: storedBytes });
    try {
      await downloadBlob(client, repository, digest, {
        size,
        signal: controller.signal,
        pause,
        onProgress: (progress) =>
          this.#set(digest, { state: 'running', ...progress, bytesPerSecond: rate.add(progress.done) }),
      });
      this.#set(digest, { state: 'done' });
    } catch (error) {
      const isCancelled = controller.signal.aborted;
      this.#set(digest, isCancelled ? { state: 'cancelled' } : { state: 'failed', error: asAppError(error) });
    } finally {
      this.#controllers.delete(digest);
    }
  }

  cancel(digest: string): void {
    this.#controllers.get(digest)?.abort();
  }

  #set(digest: string, state: LayerDownloadState): void {
    this.states.set(new Map(this.states.get()).set(digest, state));
  }
}

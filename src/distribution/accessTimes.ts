import type { ContentStore } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Log } from './contract.ts';

interface Dependencies {
  readonly store: Pick<ContentStore, 'touch'>;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Records what was read from the store, and writes it to the store now and then: a write at each read would double its
 * cost.
 */
export class AccessTimes {
  readonly #with: Dependencies;
  readonly #pause: () => Promise<void>;
  #used = new Set<Digest>();
  #writing: Promise<void> | undefined;

  constructor(dependencies: Dependencies, pause: () => Promise<void>) {
    this.#with = dependencies;
    this.#pause = pause;
  }

  note(digest: Digest): void {
    this.#used.add(digest);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    const { store, log, now } = this.#with;
    await this.#pause();
    const [used, at] = [this.#used, now()];
    this.#used = new Set();
    try {
      await store.touch(new Map([...used].map((digest) => [digest, at])));
    } catch (error) {
      log.warn('Error noting what was used', { error });
    }
  }
}

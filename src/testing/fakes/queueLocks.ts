import type { Locks } from '../../distribution/index.ts';

/** Locks of an origin, like a LockManager: one holder per name, the others queue; a signal cancels the wait. */
export class QueueLocks implements Locks {
  /** Names in the order they were requested. */
  readonly requested: string[] = [];
  readonly #tails = new Map<string, Promise<unknown>>();

  async request<T>(name: string, { signal }: { readonly signal?: AbortSignal }, run: () => Promise<T>): Promise<T> {
    this.requested.push(name);
    const before = this.#tails.get(name) ?? Promise.resolve();
    const held = before.then(() => {
      signal?.throwIfAborted();
      return run();
    });
    this.#tails.set(
      name,
      held.catch(() => undefined),
    );
    return held;
  }
}

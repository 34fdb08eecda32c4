/** Locks that exclude a second writer of a ref, and a collector from content being read. */
export interface RefLocks {
  /**
   * Locks a name, or returns undefined immediately if it is locked or shared. The returned release resolves when the name
   * is free again.
   */
  tryLock(name: string): Promise<Release | undefined>;
  /** Locks a name, waiting for those who hold it. @throws the signal's reason */
  lock(name: string, signal: AbortSignal | undefined): Promise<Release>;
  /** Shares a name with others; waits for an exclusive holder. */
  share(name: string): Promise<Release>;
}

export type Release = () => Promise<void>;

/** The part of `navigator.locks` that is used. */
export interface LockManagerLike {
  request(
    name: string,
    options: { readonly ifAvailable: true } | { readonly mode?: 'shared'; readonly signal?: AbortSignal },
    callback: (lock: object | null) => Promise<void>,
  ): Promise<unknown>;
}

/** Creates locks that span tabs and workers of the origin, and end with the context that holds them (Web Locks). */
export function createWebLocks(manager: LockManagerLike, scope: string): RefLocks {
  function request<None>(name: string, options: Parameters<LockManagerLike['request']>[1], none: None) {
    return new Promise<Release | None>((resolve, reject) => {
      const released = manager.request(`${scope}/${name}`, options, (lock) => {
        if (lock === null) {
          resolve(none);
          return Promise.resolve();
        }
        return new Promise((release) => {
          resolve(async () => {
            release();
            await released;
          });
        });
      });
      released.catch(reject);
    });
  }

  // Without `ifAvailable` there is always a lock.
  const nothing: Release = async () => undefined;
  return {
    tryLock: (name) => request(name, { ifAvailable: true }, undefined),
    lock: (name, signal) => request(name, signal ? { signal } : {}, nothing),
    share: (name) => request(name, { mode: 'shared' }, nothing),
  };
}

/** Creates locks among those that share `held`: the only kind on plain http, where Web Locks do not exist. */
export function createProcessLocks(held: HeldNames = new Map()): RefLocks {
  const take = (name: string, before?: Held): Release => {
    const holding = before ?? new Held();
    holding.count++;
    held.set(name, holding);
    let isReleased = false;
    return async () => {
      if (isReleased) return;
      isReleased = true;
      if (--holding.count > 0) return;
      held.delete(name);
      holding.free();
    };
  };
  return {
    tryLock: async (name) => (held.has(name) ? undefined : take(name)),
    lock: async (name, signal) => {
      for (let holding = held.get(name); holding; holding = held.get(name)) await orAborted(holding.isFree, signal);
      return take(name);
    },
    share: async (name) => {
      for (let holding = held.get(name); holding && !holding.isShared; holding = held.get(name)) await holding.isFree;
      const release = take(name, held.get(name));
      const holding = held.get(name);
      if (holding) holding.isShared = true;
      return release;
    },
  };
}

/** Holders by name. */
export type HeldNames = Map<string, Held>;

class Held {
  count = 0;
  isShared = false;
  free: () => void = () => undefined;
  readonly isFree = new Promise<void>((resolve) => {
    this.free = resolve;
  });
}

function orAborted(free: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    free.then(resolve).finally(() => signal?.removeEventListener('abort', abort));
  });
}

const heldByScope = new Map<string, HeldNames>();

/** Returns the names held in this process under a scope, whichever connection holds them. */
export function sharedHeldNames(scope: string): HeldNames {
  const held = heldByScope.get(scope) ?? new Map<string, Held>();
  heldByScope.set(scope, held);
  return held;
}

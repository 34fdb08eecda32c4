/** Keeps two writers from one ref. */
export interface RefLocks {
  /** Undefined at once, without waiting, where the ref is held. The release ends when the ref is free again. */
  tryLock(ref: string): Promise<(() => Promise<void>) | undefined>;
  /** Waits for those who hold it. @throws the signal's reason */
  lock(ref: string, signal: AbortSignal | undefined): Promise<() => Promise<void>>;
}

/** What is used of `navigator.locks`. */
export interface LockManagerLike {
  request(
    name: string,
    options: { readonly ifAvailable: true } | { readonly signal?: AbortSignal },
    callback: (lock: object | null) => Promise<void>,
  ): Promise<unknown>;
}

/** Locks that span tabs and workers of the origin, and end with the context that holds them (Web Locks). */
export function createWebLocks(manager: LockManagerLike, scope: string): RefLocks {
  function request<None>(ref: string, options: Parameters<LockManagerLike['request']>[1], none: None) {
    return new Promise<(() => Promise<void>) | None>((resolve, reject) => {
      const released = manager.request(`${scope}/${ref}`, options, (lock) => {
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

  return {
    tryLock: (ref) => request(ref, { ifAvailable: true }, undefined),
    // Without `ifAvailable` there is always a lock.
    lock: (ref, signal) => request(ref, signal ? { signal } : {}, async () => undefined),
  };
}

/** Locks among those that share `held`: all that there is on plain http, where Web Locks do not exist. */
export function createProcessLocks(held: HeldRefs = new Map()): RefLocks {
  const take = (ref: string) => {
    let freed = () => {};
    const free = new Promise<void>((resolve) => {
      freed = resolve;
    });
    held.set(ref, free);
    return async () => {
      if (held.get(ref) === free) held.delete(ref);
      freed();
    };
  };
  return {
    tryLock: async (ref) => (held.has(ref) ? undefined : take(ref)),
    lock: async (ref, signal) => {
      for (let free = held.get(ref); free; free = held.get(ref)) await orAborted(free, signal);
      return take(ref);
    },
  };
}

/** By ref, what ends when it is free. */
type HeldRefs = Map<string, Promise<void>>;

function orAborted(free: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    free.then(resolve).finally(() => signal?.removeEventListener('abort', abort));
  });
}

const heldByScope = new Map<string, HeldRefs>();

/** The refs held in this process under a name, whichever connection holds them. */
export function sharedHeldRefs(scope: string): HeldRefs {
  const held = heldByScope.get(scope) ?? new Map();
  heldByScope.set(scope, held);
  return held;
}

/** Keeps two writers from one ref. */
export interface RefLocks {
  /** Undefined at once, without waiting, where the ref is held. The release ends when the ref is free again. */
  tryLock(ref: string): Promise<(() => Promise<void>) | undefined>;
}

/** What is used of `navigator.locks`. */
export interface LockManagerLike {
  request(
    name: string,
    options: { readonly ifAvailable: true },
    callback: (lock: object | null) => Promise<void>,
  ): Promise<unknown>;
}

/** Locks that span tabs and workers of the origin, and end with the context that holds them (Web Locks). */
export function createWebLocks(manager: LockManagerLike, scope: string): RefLocks {
  return {
    tryLock: (ref) =>
      new Promise((resolve, reject) => {
        const released = manager.request(`${scope}/${ref}`, { ifAvailable: true }, (lock) => {
          if (lock === null) {
            resolve(undefined);
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
      }),
  };
}

/** Locks among those that share `held`: all that there is on plain http, where Web Locks do not exist. */
export function createProcessLocks(held: Set<string> = new Set()): RefLocks {
  return {
    tryLock: async (ref) => {
      if (held.has(ref)) return undefined;
      held.add(ref);
      return async () => {
        held.delete(ref);
      };
    },
  };
}

const heldByScope = new Map<string, Set<string>>();

/** The refs held in this process under a name, whichever connection holds them. */
export function sharedHeldRefs(scope: string): Set<string> {
  const held = heldByScope.get(scope) ?? new Set<string>();
  heldByScope.set(scope, held);
  return held;
}

/** Keeps two writers from one ref, and a collector from what is read. */
export interface RefLocks {
  /** Undefined at once, without waiting, where the name is held or shared. The release ends when it is free again. */
  tryLock(name: string): Promise<Release | undefined>;
  /** Holds a name together with others that share it; waits for one who holds it alone. */
  share(name: string): Promise<Release>;
}

export type Release = () => Promise<void>;

/** What is used of `navigator.locks`. */
export interface LockManagerLike {
  request(
    name: string,
    options: { readonly ifAvailable: true } | { readonly mode: 'shared' },
    callback: (lock: object | null) => Promise<void>,
  ): Promise<unknown>;
}

/** Locks that span tabs and workers of the origin, and end with the context that holds them (Web Locks). */
export function createWebLocks(manager: LockManagerLike, scope: string): RefLocks {
  const request = (name: string, options: Parameters<LockManagerLike['request']>[1]): Promise<Release | undefined> =>
    new Promise((resolve, reject) => {
      const released = manager.request(`${scope}/${name}`, options, (lock) => {
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
    });
  return {
    tryLock: (name) => request(name, { ifAvailable: true }),
    share: async (name) => (await request(name, { mode: 'shared' })) ?? (async () => undefined),
  };
}

/** Who holds which name: how many share it, 0 where one holds it alone. */
export type HeldNames = Map<string, number>;

/** Locks among those that share `held`: all that there is on plain http, where Web Locks do not exist. */
export function createProcessLocks(held: HeldNames = new Map()): RefLocks {
  return {
    tryLock: async (name) => {
      if (held.has(name)) return undefined;
      held.set(name, 0);
      return async () => {
        held.delete(name);
      };
    },
    share: async (name) => {
      // Who holds it alone does so for one step, and nothing is lost where both go on: a reader finds the content or not.
      held.set(name, (held.get(name) ?? 0) + 1);
      let isReleased = false;
      return async () => {
        const left = (held.get(name) ?? 0) - (isReleased ? 0 : 1);
        isReleased = true;
        if (left > 0) held.set(name, left);
        else held.delete(name);
      };
    },
  };
}

const heldByScope = new Map<string, HeldNames>();

/** The names held in this process under a scope, whichever connection holds them. */
export function sharedHeldNames(scope: string): HeldNames {
  const held = heldByScope.get(scope) ?? new Map<string, number>();
  heldByScope.set(scope, held);
  return held;
}

import type { LockManagerLike } from './refLocks.ts';

/**
 * Defaults for what a store's caller does not pass. The only file of this room that reads globals; it does so at each
 * opening, so that importing has no side effects.
 */
export const environment = {
  indexedDB: (): IDBFactory | undefined => globalThis.indexedDB,
  /** Undefined on plain http and in Node. */
  locks: (): LockManagerLike | undefined => globalThis.navigator?.locks,
  clock: (): Date => new Date(),
  /** 128 random bits; randomUUID is missing on plain http. */
  newId: (): string =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(''),
};

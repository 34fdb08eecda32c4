import type { LockManagerLike } from './refLocks.ts';

/**
 * What a store takes from its surroundings where its caller gives nothing: the one file of this room that reads
 * globals. Asked at each opening, so that nothing is touched by an import.
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

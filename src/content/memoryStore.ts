import type { ContentStore } from './contract.ts';
import { MemoryTables } from './memoryTables.ts';
import { createProcessLocks } from './refLocks.ts';
import { environment } from './storeGlobals.ts';
import { TableStore } from './tableStore.ts';
import { newPieceBytes } from './tables.ts';

export interface MemoryStoreOptions {
  readonly clock?: () => Date;
  /** Called with the bytes of each commit. */
  readonly onCommitted?: ((bytes: number) => void) | undefined;
}

/**
 * Creates a content store that lives as long as the object: for tests, and for browsers without a database. Behaves like
 * the IndexedDB store, except that refs are locked among the users of this object alone.
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): ContentStore {
  return new TableStore(new MemoryTables(), createProcessLocks(), {
    clock: options.clock ?? environment.clock,
    newId: environment.newId,
    pieceBytes: newPieceBytes,
    onCommitted: options.onCommitted,
  });
}

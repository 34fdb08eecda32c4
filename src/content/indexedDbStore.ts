import { AppError } from '../errors/index.ts';
import type { ContentStore } from './contract.ts';
import { Database, type DatabaseOptions, deleteDatabase } from './database.ts';
import { translateDatabaseError } from './databaseErrors.ts';
import { IndexedDbTables } from './indexedDbTables.ts';
import { createProcessLocks, createWebLocks, type LockManagerLike, sharedHeldNames } from './refLocks.ts';
import { environment } from './storeGlobals.ts';
import { TableStore } from './tableStore.ts';
import { newPieceBytes } from './tables.ts';
import { upgrades } from './upgrades.ts';

export interface IndexedDbStoreOptions
  extends Pick<DatabaseOptions, 'onBlocked' | 'onVersionChange' | 'onTerminated' | 'onFull' | 'onOpen'> {
  readonly name: string;
  /** Default: the global one. */
  readonly indexedDB?: IDBFactory | undefined;
  /** Default: the global one. If passed as undefined, refs are locked within this process only. */
  readonly locks?: LockManagerLike | undefined;
  /** Locks for content being read, if refs are locked within this process only: the collector may run in another worker. */
  readonly readLocks?: LockManagerLike | undefined;
  readonly clock?: () => Date;
  /** Called with the bytes of each commit through this object. */
  readonly onCommitted?: (bytes: number) => void;
}

/**
 * Deletes the database of a store in any state. Connections in other tabs close first; `onBlocked` is called while one does
 * not.
 */
export async function deleteIndexedDbStore(
  options: Pick<IndexedDbStoreOptions, 'name' | 'indexedDB' | 'onBlocked'>,
): Promise<void> {
  const factory = options.indexedDB ?? environment.indexedDB();
  if (!factory) throw new AppError('unavailable', `content store "${options.name}" needs IndexedDB`);
  try {
    await deleteDatabase(factory, options.name, options.onBlocked);
  } catch (error) {
    throw translateDatabaseError(error);
  }
}

/**
 * The content store in IndexedDB. Every connection of the origin to the same name sees the same content; refs are locked
 * across them. Small content costs two transactions to write (open, commit) and one to read. Several connections may be
 * open; one closes for another's upgrade and reopens at the next call.
 *
 * @throws AppError unavailable if there is no IndexedDB; failed_precondition (`detail.found` is `newer_store`) if a newer
 * release has upgraded the database, which is left unchanged; resource_exhausted (reason quota); internal
 */
export async function openIndexedDbStore(
  options: IndexedDbStoreOptions,
): Promise<ContentStore & { close(): Promise<void> }> {
  const factory = options.indexedDB ?? environment.indexedDB();
  if (!factory) throw new AppError('unavailable', `content store "${options.name}" needs IndexedDB`);
  const database = new Database({ ...options, factory, upgrades });
  await database.open();
  const manager = 'locks' in options ? options.locks : environment.locks();
  const scope = `content/${options.name}`;
  const locks = manager ? createWebLocks(manager, scope) : createProcessLocks(sharedHeldNames(scope));
  return new TableStore(new IndexedDbTables(database), locks, {
    readLocks: options.readLocks && createWebLocks(options.readLocks, scope),
    clock: options.clock ?? environment.clock,
    newId: environment.newId,
    pieceBytes: newPieceBytes,
    onCommitted: options.onCommitted,
  });
}

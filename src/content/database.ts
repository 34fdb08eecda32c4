import { type IDBPDatabase, type IDBPTransaction, wrap } from 'idb';
import { AppError } from '../errors/index.ts';
import { translateDatabaseError } from './databaseErrors.ts';
import type { ContentSchema, Upgrade } from './upgrades.ts';

export interface DatabaseOptions {
  readonly factory: IDBFactory;
  readonly name: string;
  /** One step per version; the database version is the number of steps. */
  readonly upgrades: readonly Upgrade[];
  /** Another tab holds an older version open: the upgrade waits until it closes. */
  readonly onBlocked?: () => void;
  /** Another tab wants to upgrade or delete the database, and this connection has closed for it. */
  readonly onVersionChange?: () => void;
  /** The browser ended the connection (storage cleared, disk error). */
  readonly onTerminated?: () => void;
  /** A transaction failed because the browser's quota is reached. */
  readonly onFull?: () => void;
  /** A connection is open: the first one, or one that was reopened. */
  readonly onOpen?: () => void;
}

export type StoreName = 'info' | 'bodies' | 'ingests' | 'edges' | 'uses' | 'roots';
export type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<ContentSchema, StoreName[], Mode>;

/**
 * A connection that reopens: after it closed for another tab, or the browser closed it, the next transaction opens it
 * again.
 */
export class Database {
  readonly #options: DatabaseOptions;
  #connection: Promise<IDBPDatabase<ContentSchema>> | undefined;
  #closed = false;

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    await this.#connect();
  }

  /**
   * Runs `work` in one transaction. `work` awaits only requests of the transaction, which ends at any other await. A
   * readwrite transaction has committed when this resolves; if anything fails, nothing of it is stored.
   *
   * @throws AppError resource_exhausted (reason quota), data_loss (reason corrupt), unavailable, internal
   */
  async transact<Mode extends 'readonly' | 'readwrite', T>(
    stores: StoreName[],
    mode: Mode,
    durability: IDBTransactionDurability,
    work: (transaction: Transaction<Mode>) => Promise<T>,
  ): Promise<T> {
    const transaction = await this.#begin(stores, mode, durability);
    const ended = transaction.done.then(
      () => undefined,
      (error: unknown) => error,
    );
    // If a transaction fails after commit was called, Chromium never answers its requests.
    const failed = ended.then(
      (failure) =>
        new Promise<never>((_, reject) => {
          if (failure !== undefined) reject(failure);
        }),
    );
    try {
      const result = await Promise.race([work(transaction), failed]);
      if (mode === 'readonly') return result;
      const failure = await ended;
      if (failure !== undefined) throw failure;
      return result;
    } catch (error) {
      // A failed request or transaction has ended it already; an error thrown by `work` itself has not.
      if (!isAbort(error) && transaction.error === null) abort(transaction);
      const failures = [error, await ended, transaction.error];
      const failure = translateDatabaseError(failures.find((failure) => failure && !isAbort(failure)) ?? error);
      if (failure.reason === 'quota') this.#options.onFull?.();
      throw failure;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const connection = this.#connection;
    this.#connection = undefined;
    (await connection)?.close();
  }

  async #begin<Mode extends 'readonly' | 'readwrite'>(
    stores: StoreName[],
    mode: Mode,
    durability: IDBTransactionDurability,
  ): Promise<Transaction<Mode>> {
    const connection = await this.#connect();
    try {
      return connection.transaction(stores, mode, { durability });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw translateDatabaseError(error);
      // The connection is closing, and its event has not fired yet.
      this.#connection = undefined;
      return (await this.#connect()).transaction(stores, mode, { durability });
    }
  }

  async #connect(): Promise<IDBPDatabase<ContentSchema>> {
    if (this.#closed) throw new AppError('failed_precondition', `content store "${this.#options.name}" is closed`);
    this.#connection ??= this.#openConnection();
    const opening = this.#connection;
    try {
      return await opening;
    } catch (error) {
      this.#forget(opening);
      throw translateDatabaseError(error);
    }
  }

  async #openConnection(): Promise<IDBPDatabase<ContentSchema>> {
    const { factory, name, upgrades, onBlocked, onVersionChange, onTerminated, onOpen } = this.#options;
    const request = factory.open(name, upgrades.length);
    let failure: unknown;
    request.addEventListener('upgradeneeded', ({ oldVersion }) => {
      const { result, transaction } = request;
      if (transaction === null) return;
      try {
        for (const upgrade of upgrades.slice(oldVersion)) upgrade(result, transaction);
      } catch (error) {
        failure = error;
        transaction.abort();
      }
    });
    request.addEventListener('blocked', () => onBlocked?.());
    await wrap(request).catch((error: unknown) => {
      throw failure ?? error;
    });
    const connection = request.result;
    const opening = this.#connection;
    connection.addEventListener('versionchange', () => {
      connection.close();
      this.#forget(opening);
      onVersionChange?.();
    });
    connection.addEventListener('close', () => {
      this.#forget(opening);
      onTerminated?.();
    });
    onOpen?.();
    // The upgrades have made its stores match the schema; idb's `wrap` cannot know that.
    return wrap(connection) as IDBPDatabase<unknown> as IDBPDatabase<ContentSchema>;
  }

  #forget(opening: Promise<IDBPDatabase<ContentSchema>> | undefined): void {
    if (this.#connection === opening) this.#connection = undefined;
  }
}

/** Deletes the database; resolves when no connection is left and it is deleted. */
export async function deleteDatabase(factory: IDBFactory, name: string, onBlocked?: () => void): Promise<void> {
  const request = factory.deleteDatabase(name);
  request.addEventListener('blocked', () => onBlocked?.());
  await wrap(request);
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function abort(transaction: Transaction<IDBTransactionMode>): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
}

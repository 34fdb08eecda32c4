import { type IDBPDatabase, type IDBPTransaction, wrap } from 'idb';
import { AppError } from '../errors/index.ts';
import { translateDatabaseError } from './databaseErrors.ts';
import type { ContentSchema, Upgrade } from './upgrades.ts';

export interface DatabaseOptions {
  readonly factory: IDBFactory;
  readonly name: string;
  /** The version is their number. */
  readonly upgrades: readonly Upgrade[];
  /** Another tab holds an older version open: the upgrade waits until it closes. */
  readonly onBlocked?: () => void;
  /** Another tab wants to upgrade or delete the database: this connection has made way. */
  readonly onVersionChange?: () => void;
  /** The browser ended the connection (storage cleared, disk error). */
  readonly onTerminated?: () => void;
  /** A transaction failed since the browser allows no more to be stored. */
  readonly onFull?: () => void;
  /** A connection is open, the first one or one that came back. */
  readonly onOpen?: () => void;
}

export type StoreName = 'info' | 'bodies' | 'ingests' | 'edges' | 'uses' | 'roots';
export type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<ContentSchema, StoreName[], Mode>;

/**
 * A connection that comes back: one that made way for another tab, or that the browser ended, is opened anew by the
 * next transaction.
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
   * Runs `work` in one transaction. `work` awaits nothing but requests of the transaction, which ends at any other
   * await. A readwrite transaction has committed when this resolves; where anything fails, nothing of it is stored.
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
    // Where a transaction fails that was told to commit, Chromium leaves its requests without an answer.
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
      // A request that failed, or a transaction that did, has ended it; what `work` itself threw has not.
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
      // The connection is closing and has not said so yet.
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
    // The upgrades have made its stores what the schema says; idb's `wrap` cannot know.
    return wrap(connection) as IDBPDatabase<unknown> as IDBPDatabase<ContentSchema>;
  }

  #forget(opening: Promise<IDBPDatabase<ContentSchema>> | undefined): void {
    if (this.#connection === opening) this.#connection = undefined;
  }
}

/** Resolves when no connection is left and the database is gone. */
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

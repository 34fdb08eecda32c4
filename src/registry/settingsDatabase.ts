import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** A credential that only this browser can decrypt. */
export interface SealedCredential {
  readonly host: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
  /** The session it is for; absent if it is for this device. */
  readonly session?: string;
}

interface SettingsSchema extends DBSchema {
  /** The key that seals credentials, by name. */
  keys: { key: string; value: CryptoKey };
  /** By host. */
  credentials: { key: string; value: SealedCredential };
  /** JSON texts, by name. */
  texts: { key: string; value: string };
}

const sealing = 'credentials';

/** A database of a person's settings, separate from the content store, so that clearing content signs nobody out. */
export class SettingsDatabase {
  readonly #name: string;
  readonly #onUnreadable: (table: string, key: string) => void;
  #opened: Promise<IDBPDatabase<SettingsSchema>> | undefined;

  /**
   * `onUnreadable` is called for each record in an unknown format. Such a record counts as missing, and the next one with its key
   * replaces it.
   */
  constructor(name: string, onUnreadable: (table: string, key: string) => void = () => undefined) {
    this.#name = name;
    this.#onUnreadable = onUnreadable;
  }

  async text(name: string): Promise<string | undefined> {
    const value: unknown = await (await this.#open()).get('texts', name);
    return this.#accept('texts', name, value, typeof value === 'string' ? value : undefined);
  }

  async putText(name: string, text: string): Promise<void> {
    await (await this.#open()).put('texts', text, name);
  }

  async credential(host: string): Promise<SealedCredential | undefined> {
    const value: unknown = await (await this.#open()).get('credentials', host);
    return this.#accept('credentials', host, value, readSealed(value));
  }

  async credentials(): Promise<readonly SealedCredential[]> {
    const values: readonly unknown[] = await (await this.#open()).getAll('credentials');
    return values.flatMap((value) => this.#accept('credentials', '', value, readSealed(value)) ?? []);
  }

  async putCredential(credential: SealedCredential): Promise<void> {
    await (await this.#open()).put('credentials', credential);
  }

  /** Deletes a host's credential; with `session` only that session's, since a person may have signed in again meanwhile. */
  async dropCredential(host: string, session?: string): Promise<void> {
    const transaction = (await this.#open()).transaction('credentials', 'readwrite');
    const stored = readSealed(await transaction.store.get(host));
    if (session === undefined || stored?.session === session) await transaction.store.delete(host);
    await transaction.done;
  }

  /** Returns the stored key; without one, stores and returns `fresh`. Two workers that start together get the same key. */
  async keyOr(fresh: CryptoKey): Promise<CryptoKey> {
    const transaction = (await this.#open()).transaction('keys', 'readwrite');
    const value: unknown = await transaction.store.get(sealing);
    const key = this.#accept('keys', sealing, value, isSealingKey(value, fresh) ? value : undefined) ?? fresh;
    if (key === fresh) await transaction.store.put(fresh, sealing);
    await transaction.done;
    return key;
  }

  #accept<T>(table: string, key: string, value: unknown, read: T | undefined): T | undefined {
    if (value !== undefined && read === undefined) this.#onUnreadable(table, key);
    return read;
  }

  #open(): Promise<IDBPDatabase<SettingsSchema>> {
    const forget = () => {
      this.#opened = undefined;
    };
    this.#opened ??= openDB<SettingsSchema>(this.#name, 1, {
      upgrade: (database) => {
        database.createObjectStore('keys');
        database.createObjectStore('credentials', { keyPath: 'host' });
        database.createObjectStore('texts');
      },
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    });
    return this.#opened;
  }
}

function readSealed(value: unknown): SealedCredential | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { host, iv, bytes, session }: Partial<Record<keyof SealedCredential, unknown>> = value;
  const isSealed = typeof host === 'string' && iv instanceof Uint8Array && bytes instanceof ArrayBuffer;
  if (!isSealed || !(session === undefined || typeof session === 'string')) return undefined;
  return { host, iv: new Uint8Array(iv), bytes, ...(session === undefined ? {} : { session }) };
}

/** Tells whether a stored value can do what a new key can. */
function isSealingKey(value: unknown, fresh: CryptoKey): value is CryptoKey {
  if (typeof value !== 'object' || value === null) return false;
  const { type, extractable, algorithm, usages }: Partial<Record<keyof CryptoKey, unknown>> = value;
  return (
    type === fresh.type &&
    extractable === fresh.extractable &&
    JSON.stringify([algorithm, usages]) === JSON.stringify([fresh.algorithm, fresh.usages])
  );
}

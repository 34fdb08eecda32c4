import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** A credential that only this browser can open. */
export interface SealedCredential {
  readonly host: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
  /** The session it is for; absent where it is kept on this device. */
  readonly session?: string;
}

interface SettingsSchema extends DBSchema {
  /** By name: the key that seals credentials. */
  keys: { key: string; value: CryptoKey };
  /** By host. */
  credentials: { key: string; value: SealedCredential };
  /** By name: JSON text. */
  texts: { key: string; value: string };
}

const sealing = 'credentials';

/** What a person set, beside the content store, so that clearing content signs nobody out. */
export class SettingsDatabase {
  readonly #name: string;
  #opened: Promise<IDBPDatabase<SettingsSchema>> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  async text(name: string): Promise<string | undefined> {
    return (await this.#open()).get('texts', name);
  }

  async putText(name: string, text: string): Promise<void> {
    await (await this.#open()).put('texts', text, name);
  }

  async credential(host: string): Promise<SealedCredential | undefined> {
    return (await this.#open()).get('credentials', host);
  }

  async credentials(): Promise<readonly SealedCredential[]> {
    return (await this.#open()).getAll('credentials');
  }

  async putCredential(credential: SealedCredential): Promise<void> {
    await (await this.#open()).put('credentials', credential);
  }

  /** Whatever is kept for the host, or only what is kept for a session: a person may have signed in anew meanwhile. */
  async dropCredential(host: string, session?: string): Promise<void> {
    const transaction = (await this.#open()).transaction('credentials', 'readwrite');
    const kept = await transaction.store.get(host);
    if (session === undefined || kept?.session === session) await transaction.store.delete(host);
    await transaction.done;
  }

  /** The key that is here, else the one given, which is kept: of two workers that come at once one gets the other's. */
  async keyOr(fresh: CryptoKey): Promise<CryptoKey> {
    const transaction = (await this.#open()).transaction('keys', 'readwrite');
    const [key = fresh] = [await transaction.store.get(sealing)];
    if (key === fresh) await transaction.store.put(fresh, sealing);
    await transaction.done;
    return key;
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

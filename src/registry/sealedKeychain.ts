import { AppError } from '../errors/index.ts';
import type { Credential } from './credentials.ts';
import { type Keychain, type NewCredential, withoutSecrets } from './keychain.ts';
import type { SealedCredential, SettingsDatabase } from './settingsDatabase.ts';

export interface SealedKeychainOptions {
  readonly settings: SettingsDatabase;
  readonly crypto: Crypto;
  /** Tells whether a page of the session is still open. */
  readonly isSessionAlive: (session: string) => Promise<boolean>;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

const algorithm = 'AES-GCM';
const ivBytes = 12;

/**
 * Stores credentials in IndexedDB, each sealed with a key that the browser stores and no script can export. Credentials of a
 * session that is over are neither returned nor listed, and are deleted when read.
 */
export class SealedKeychain implements Keychain {
  readonly #options: SealedKeychainOptions;
  #key: Promise<CryptoKey> | undefined;

  constructor(options: SealedKeychainOptions) {
    this.#options = options;
  }

  /** Returns undefined if the browser blocks storage, as some private windows do, so that public images still open. */
  async of(host: string): Promise<Credential | undefined> {
    try {
      return await this.#open(await this.#options.settings.credential(host));
    } catch (error) {
      return this.#warn(host, error);
    }
  }

  async list() {
    const sealed = await this.#options.settings.credentials();
    const opened = await Promise.all(
      sealed.map((one) => this.#open(one).catch((error: unknown) => this.#warn(one.host, error))),
    );
    return opened.flatMap((credential) => (credential ? [withoutSecrets(credential)] : []));
  }

  async save(credential: NewCredential): Promise<void> {
    const { crypto, settings } = this.#options;
    const { host, session, keep } = credential;
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
    const plain = new TextEncoder().encode(JSON.stringify(credential));
    const bytes = await crypto.subtle.encrypt({ name: algorithm, iv }, await this.#sealingKey(), plain);
    await settings.putCredential({ host, iv, bytes, ...(keep === 'session' ? { session } : {}) });
  }

  async forget(host: string): Promise<void> {
    await this.#options.settings.dropCredential(host);
  }

  async #open(sealed: SealedCredential | undefined): Promise<NewCredential | undefined> {
    if (!sealed) return undefined;
    const { crypto, isSessionAlive } = this.#options;
    const { host, iv, bytes, session } = sealed;
    if (session !== undefined && !(await isSessionAlive(session))) {
      await this.#options.settings.dropCredential(host, session);
      return undefined;
    }
    const plain = await crypto.subtle.decrypt({ name: algorithm, iv }, await this.#sealingKey(), bytes);
    const credential: unknown = JSON.parse(new TextDecoder().decode(plain));
    // Any script of the origin can write the fields outside the seal, so they must match the sealed ones.
    if (!isCredential(credential) || credential.host !== host) throw sealedForAnother(host);
    if (credential.keep !== 'device' && credential.session !== session) throw sealedForAnother(host);
    return credential;
  }

  #warn(host: string, error: unknown): undefined {
    this.#options.warn('The stored credential cannot be read', { host, error });
  }

  #sealingKey(): Promise<CryptoKey> {
    const { crypto, settings } = this.#options;
    this.#key ??= crypto.subtle
      .generateKey({ name: algorithm, length: 256 }, false, ['encrypt', 'decrypt'])
      .then((key) => settings.keyOr(key))
      .catch((error: unknown) => {
        this.#key = undefined;
        throw error;
      });
    return this.#key;
  }
}

function isCredential(value: unknown): value is NewCredential {
  if (typeof value !== 'object' || value === null) return false;
  const { host, username, password, session, keep, realms }: Partial<Record<keyof NewCredential, unknown>> = value;
  return (
    [host, username, password, session].every((text) => typeof text === 'string') &&
    (keep === 'device' || keep === 'session') &&
    Array.isArray(realms) &&
    realms.every((realm) => typeof realm === 'string')
  );
}

function sealedForAnother(host: string): AppError {
  return new AppError('data_loss', `the stored credential for "${host}" was sealed for another use`);
}

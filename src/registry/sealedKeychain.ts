import { AppError } from '../errors/index.ts';
import type { Credential } from './credentials.ts';
import { type Keychain, type NewCredential, withoutSecrets } from './keychain.ts';
import type { SealedCredential, SettingsDatabase } from './settingsDatabase.ts';

export interface SealedKeychainOptions {
  readonly settings: SettingsDatabase;
  readonly crypto: Crypto;
  /** Whether a page of the session is open still. */
  readonly isSessionAlive: (session: string) => Promise<boolean>;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

const algorithm = 'AES-GCM';
const ivBytes = 12;

/**
 * Credentials in IndexedDB, each sealed with a key that the browser keeps and lets no script read. What was for a session
 * that is over is neither given nor listed, and is removed when that is noticed.
 */
export class SealedKeychain implements Keychain {
  readonly #with: SealedKeychainOptions;
  #key: Promise<CryptoKey> | undefined;

  constructor(options: SealedKeychainOptions) {
    this.#with = options;
  }

  /** A browser that keeps nothing, as some private windows do, has none: what is open to everyone still opens. */
  async of(host: string): Promise<Credential | undefined> {
    try {
      return await this.#open(await this.#with.settings.credential(host));
    } catch (error) {
      return this.#warn(host, error);
    }
  }

  async list() {
    const sealed = await this.#with.settings.credentials();
    const opened = await Promise.all(
      sealed.map((one) => this.#open(one).catch((error: unknown) => this.#warn(one.host, error))),
    );
    return opened.flatMap((credential) => (credential ? [withoutSecrets(credential)] : []));
  }

  async save(credential: NewCredential): Promise<void> {
    const { crypto, settings } = this.#with;
    const { host, session, keep } = credential;
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
    const plain = new TextEncoder().encode(JSON.stringify(credential));
    const bytes = await crypto.subtle.encrypt({ name: algorithm, iv }, await this.#sealingKey(), plain);
    await settings.putCredential({ host, iv, bytes, ...(keep === 'session' ? { session } : {}) });
  }

  async forget(host: string): Promise<void> {
    await this.#with.settings.dropCredential(host);
  }

  async #open(sealed: SealedCredential | undefined): Promise<NewCredential | undefined> {
    if (!sealed) return undefined;
    const { crypto, isSessionAlive } = this.#with;
    const { host, iv, bytes, session } = sealed;
    if (session !== undefined && !(await isSessionAlive(session))) {
      await this.#with.settings.dropCredential(host, session);
      return undefined;
    }
    const plain = await crypto.subtle.decrypt({ name: algorithm, iv }, await this.#sealingKey(), bytes);
    const credential: unknown = JSON.parse(new TextDecoder().decode(plain));
    // What stands beside the seal can be written by any script of the origin, which can seal with the key too.
    if (!isCredential(credential) || credential.host !== host) throw sealedForAnother(host);
    if (credential.keep !== 'device' && credential.session !== session) throw sealedForAnother(host);
    return credential;
  }

  #warn(host: string, error: unknown): undefined {
    this.#with.warn('The sign-in that is kept cannot be read', { host, error });
  }

  #sealingKey(): Promise<CryptoKey> {
    const { crypto, settings } = this.#with;
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
  return new AppError('data_loss', `the sign-in that is kept for "${host}" was sealed for another use`);
}

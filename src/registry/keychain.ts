import type { Credential, Credentials } from './credentials.ts';

/** The life of a credential: until the pages of this session are closed, or on this device until it is removed. */
export type Keep = 'session' | 'device';

/** A credential to store. */
export interface NewCredential extends Credential {
  readonly host: string;
  readonly keep: Keep;
  /** The session's name, for a credential of a session. */
  readonly session: string;
}

/** A stored credential without its password. */
export type StoredCredential = Pick<NewCredential, 'host' | 'username' | 'keep' | 'realms'>;

/** The credentials of hosts, one for each host. */
export interface Keychain extends Credentials {
  /** Lists the credentials, one for each host. */
  list(): Promise<readonly StoredCredential[]>;
  save(credential: NewCredential): Promise<void>;
  forget(host: string): Promise<void>;
}

/** Creates a keychain in memory, for browsers that cannot store encrypted credentials. All credentials are for the session. */
export function createMemoryKeychain(): Keychain {
  const credentials = new Map<string, NewCredential>();
  return {
    of: async (host) => credentials.get(host),
    list: async () => [...credentials.values()].map((credential) => withoutSecrets({ ...credential, keep: 'session' })),
    save: async (credential) => void credentials.set(credential.host, credential),
    forget: async (host) => void credentials.delete(host),
  };
}

export function withoutSecrets({ host, username, keep, realms }: NewCredential): StoredCredential {
  return { host, username, keep, realms };
}

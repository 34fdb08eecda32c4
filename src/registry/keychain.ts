import type { Credential, Credentials } from './credentials.ts';

/** How long a credential is kept: until the pages of this session are closed, or on this device until it is forgotten. */
export type Keep = 'session' | 'device';

/** What a person gave, to be kept. */
export interface NewCredential extends Credential {
  readonly host: string;
  readonly keep: Keep;
  /** Names the session, where it is kept for one. */
  readonly session: string;
}

/** What is told of a credential: never its password. */
export type StoredCredential = Pick<NewCredential, 'host' | 'username' | 'keep' | 'realms'>;

/** The credentials of hosts, one a host. */
export interface Keychain extends Credentials {
  /** By host. */
  list(): Promise<readonly StoredCredential[]>;
  save(credential: NewCredential): Promise<void>;
  forget(host: string): Promise<void>;
}

/** Where nothing can be kept encrypted: all is forgotten with the worker, and said to be for the session. */
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

export type { SignInNeeded } from './auth.ts';
export type {
  Registry,
  RegistryOptions,
  RemoteBlob,
  RemoteManifest,
  Repository,
  RequestOptions,
  RequestRecord,
} from './contract.ts';
export type { Credential, Credentials } from './credentials.ts';
export type { Hosts } from './endpoints.ts';
export { formatHostEntry, type HostEntry, type HostsFile, parseHostEntry, parseHostsFile } from './hostsFile.ts';
export { createRegistry } from './registryClient.ts';

export type {
  Registry,
  RegistryOptions,
  RemoteBlob,
  RemoteManifest,
  Repository,
  RequestOptions,
  RequestRecord,
} from './contract.ts';
export { formatHostEntry, type HostEntry, type HostsFile, parseHostEntry, parseHostsFile } from './hostsFile.ts';
export { createRegistry } from './registryClient.ts';

export type {
  Registry,
  RegistryOptions,
  RemoteBlob,
  RemoteManifest,
  Repository,
  RequestOptions,
  RequestRecord,
} from './contract.ts';
export { createRegistry } from './registryClient.ts';

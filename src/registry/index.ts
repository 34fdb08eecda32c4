export type {
  Registry,
  RegistryOptions,
  RemoteBlob,
  RemoteManifest,
  Repository,
  RequestOptions,
  RequestRecord,
} from './contract.ts';

export { isLoopback, registryOrigin } from '../oci/index.ts';
export { type GatewayFault, gatewayHeader } from './answers.ts';
export type { SignInNeeded } from './auth.ts';
export { type Challenge, parseChallenges } from './challenge.ts';
export type {
  EndpointResult,
  HostTester,
  NamePage,
  PageOptions,
  Registry,
  RegistryOptions,
  RemoteBlob,
  RemoteManifest,
  RequestOptions,
  RequestRecord,
  ResolvedTag,
} from './contract.ts';
export type { Credential, Credentials } from './credentials.ts';
export { type Hosts, isPrivateLine } from './endpoints.ts';
export { formatHostEntry, type HostEntry, type HostsFile, parseHostEntry, parseHostsFile } from './hostsFile.ts';
export { HostsSource, type HostsSourceOptions, type KnownHosts, type Texts } from './hostsSource.ts';
export { createMemoryKeychain, type Keychain, type NewCredential, type StoredCredential } from './keychain.ts';
export { readBeginning } from './readLimited.ts';
export { createRegistry } from './registryClient.ts';
export { SealedKeychain, type SealedKeychainOptions } from './sealedKeychain.ts';
export { SettingsDatabase } from './settingsDatabase.ts';
export { isWebPage } from './webPage.ts';

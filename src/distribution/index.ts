export type { ByteRange } from './blobs.ts';
export type { ContentNews, Log, ManifestDescriptor, ManifestRemote, ManifestStore } from './contract.ts';
export { createManifestStore, type ManifestStoreOptions } from './manifestStore.ts';
export type { Locks } from './once.ts';
export type { Parent, Parents } from './parents.ts';
export type { Pulled, PulledBlob, PulledManifest, PulledNames } from './pulled.ts';
export { createPullThrough, type PullThrough, type PullThroughOptions } from './pullThrough.ts';

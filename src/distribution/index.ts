export type { BlobOptions, StoreBlobOptions } from './blobs.ts';
export type { ContentEvent, Log, ManifestDescriptor, ManifestRemote, ManifestStore } from './contract.ts';
export { createManifestStore, type ManifestStoreOptions } from './manifestStore.ts';
export type { Pulled, PulledBlob, PulledManifest, PulledNames } from './pulled.ts';
export { createPullThrough, type PullThrough, type PullThroughOptions } from './pullThrough.ts';
export { checkSigned } from './signedSchema1.ts';
export type { Locks } from './singleFlight.ts';
export { fromSources, knownSources } from './sources.ts';
export type { ByteRange } from './storedBlobs.ts';

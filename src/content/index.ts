export type {
  Collector,
  ContentDescriptor,
  ContentReader,
  ContentStore,
  Info,
  Ingester,
  IngestManager,
  IngestStatus,
  Linker,
  Manager,
  Provider,
  ReaderAt,
  RecordFault,
  References,
  RootsRecord,
  Writer,
} from './contract.ts';
export {
  assertIntact,
  assertNotCorrupt,
  corruptLabel,
  isIntact,
  labelsWithoutCorruption,
  quarantine,
  verifiedAtOf,
} from './corrupt.ts';
export { deleteIndexedDbStore, type IndexedDbStoreOptions, openIndexedDbStore } from './indexedDbStore.ts';
export { createMemoryStore, type MemoryStoreOptions } from './memoryStore.ts';
export { referencesOf } from './referencesOf.ts';
export type { LockManagerLike } from './refLocks.ts';
export { sweepIngests } from './sweepIngests.ts';
export { type ReadVerifiedOptions, readVerified } from './verify.ts';
export { type BlobSource, type WriteBlobOptions, writeBlob } from './writeBlob.ts';

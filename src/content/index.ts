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
export { isReferrersList, listsOf, referrersLabelOf, referrersListLabel } from './referrersLabel.ts';
export type { LockManagerLike } from './refLocks.ts';
export { signedLabel, signedLabelOf, signedLabelsOf, signedOf } from './signedLabel.ts';
export { addSource, appendSource, hasSource, listSources, sourceLabel, withSource } from './sourceLabel.ts';
export { sweepIngests } from './sweepIngests.ts';
export {
  forgetTag,
  listTags,
  parseTime,
  type RepositoryTag,
  recallTag,
  recallTags,
  rememberTag,
  type SeenTag,
  tagsOf,
} from './tagLabel.ts';
export { type ReadVerifiedOptions, readVerified } from './verify.ts';
export { type BlobSource, type WriteBlobOptions, writeBlob } from './writeBlob.ts';

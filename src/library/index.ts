export type { StoredCheck } from './checkStored.ts';
export { Collector, type CollectorOptions, type Freed } from './collector.ts';
export type { Parent, Parents } from './findParents.ts';
export type { GcRoots, NamedRoot } from './gcRoots.ts';
export type { Inventory, StoredBlob, StoredImage } from './inventory.ts';
export { createLibrary, type Library, type LibraryOptions } from './library.ts';
export type { DownloadRequest } from './resolveClosure.ts';
export type { Verified } from './verifyAll.ts';

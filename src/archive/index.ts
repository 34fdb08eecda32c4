export type { Archive, ArchiveImage, EntryLocation, ReadManifest } from './archive.ts';
export { compareWithStore, type ImportStatus } from './compareWithStore.ts';
export { type IfRefused, type Imported, type ImportOptions, importArchive } from './importArchive.ts';
export type { LayoutEntry, LayoutImage } from './layoutDocuments.ts';
export { readArchive } from './readArchive.ts';
export type { ReadIndexOptions } from './readIndex.ts';
export type { Refusal, RefusalKind } from './refusal.ts';
export { verifiedContent } from './verifiedContent.ts';
export { type LayoutArchive, type LayoutOptions, type LayoutPart, layoutArchive } from './writeLayout.ts';

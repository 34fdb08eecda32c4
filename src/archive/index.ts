export type { Archive, ArchiveImage, Located, ReadManifest } from './archive.ts';
export { type IfRefused, type Imported, type ImportOptions, importArchive } from './importArchive.ts';
export type { ImportProgress } from './importBlobs.ts';
export { readArchive } from './readArchive.ts';
export type { ReadIndexOptions, ReadProgress } from './readIndex.ts';
export type { Refusal, RefusalKind } from './refusal.ts';
export { type Standing, standingsOf } from './standing.ts';

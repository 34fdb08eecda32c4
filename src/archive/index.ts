export type { LayoutEntry, LayoutImage } from './layoutDocuments.ts';
export { provenContent } from './provenContent.ts';
export { type LayoutArchive, type LayoutOptions, type LayoutPart, layoutArchive } from './writeLayout.ts';

import { putFirst, type SavedImage, type SavedList, without } from './savedImages.ts';

/** The list of pinned images, newest first. */
export const pins: SavedList = { key: 'ociscope:pins', maxImages: 200, name: 'pinned' };

export function isPinned(entries: readonly SavedImage[], reference: string): boolean {
  return entries.some((entry) => entry.reference === reference);
}

/** Returns the list with an image pinned or unpinned; undefined if the list is full. */
export function togglePin(entries: readonly SavedImage[], image: SavedImage): readonly SavedImage[] | undefined {
  if (isPinned(entries, image.reference)) return without(entries, image.reference);
  return entries.length < pins.maxImages ? putFirst(entries, image) : undefined;
}

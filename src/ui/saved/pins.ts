import { type Opened, putFirst, type SavedList, without } from './savedImages.ts';

/** What is to be found again, the last pinned first. */
export const pins: SavedList = { key: 'ociscope:pins', most: 200, name: 'pinned' };

export function isPinned(entries: readonly Opened[], reference: string): boolean {
  return entries.some((entry) => entry.reference === reference);
}

/** The list with an image pinned, or not any more; undefined where there is no room for it. */
export function togglePin(entries: readonly Opened[], opened: Opened): readonly Opened[] | undefined {
  if (isPinned(entries, opened.reference)) return without(entries, opened.reference);
  return entries.length < pins.most ? putFirst(entries, opened) : undefined;
}

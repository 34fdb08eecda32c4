import type { ListedImage } from './imageList.ts';
import { isPinned, pins } from './pins.ts';
import type { SavedImage } from './savedImages.ts';

/** Returns the pins with the images of a list in front, in the list's order, up to the pin limit. `left` counts images over it. */
export function addPins(
  pinned: readonly SavedImage[],
  images: readonly ListedImage[],
  atMs: number,
): { readonly entries: readonly SavedImage[]; readonly added: number; readonly left: number } {
  const fresh = images.filter(({ reference }) => !isPinned(pinned, reference));
  const room = Math.max(0, pins.maxImages - pinned.length);
  const added = fresh
    .slice(0, room)
    .map(({ reference, digest }) => ({ reference, atMs, ...(digest ? { digest } : {}) }));
  return { entries: [...added, ...pinned], added: added.length, left: fresh.length - added.length };
}

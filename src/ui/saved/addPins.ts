import type { ListedImage } from './imageList.ts';
import { isPinned, pins } from './pins.ts';
import type { Opened } from './savedImages.ts';

/** What pins become by a list: its images first, in its order, as many as there is room for. */
export function addPins(
  pinned: readonly Opened[],
  images: readonly ListedImage[],
  atMs: number,
): { readonly entries: readonly Opened[]; readonly added: number; readonly left: number } {
  const fresh = images.filter(({ reference }) => !isPinned(pinned, reference));
  const room = Math.max(0, pins.most - pinned.length);
  const taken = fresh
    .slice(0, room)
    .map(({ reference, digest }) => ({ reference, atMs, ...(digest ? { digest } : {}) }));
  return { entries: [...taken, ...pinned], added: taken.length, left: fresh.length - taken.length };
}

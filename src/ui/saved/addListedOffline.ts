import type { ListedImage } from './imageList.ts';
import { type OfflineImage, readOfflineImages } from './offlineList.ts';

/** Converts offline images to entries of a list for another browser. */
export function listedOffline(images: readonly OfflineImage[]): readonly ListedImage[] {
  return images.map(({ reference, digest, options }) => ({ reference, digest, keep: { ...options } }));
}

/**
 * Returns the images of a list to download, with the download options stored in the list. Skips images that are already on the
 * offline list, and images above `maxImages`.
 */
export function offlineOfList(
  images: readonly ListedImage[],
  offline: readonly OfflineImage[],
  { atMs, maxImages }: { readonly atMs: number; readonly maxImages: number },
): readonly OfflineImage[] {
  const known = new Set(offline.map(({ digest }) => digest));
  const entries = images
    .filter(({ keep, digest }) => keep && digest !== undefined && !known.has(digest))
    .map(({ reference, digest, keep }) => ({ reference, digest, atMs, options: keep, state: 'unfinished' }));
  // The list is untrusted input.
  return readOfflineImages(entries).slice(0, Math.max(0, maxImages - offline.length));
}

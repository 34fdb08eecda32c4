import type { ListedImage } from './imageList.ts';
import { type OfflineImage, readKeptImages } from './offlineList.ts';

/** Images that are kept offline, as a list names them. */
export function listedOffline(kept: readonly OfflineImage[]): readonly ListedImage[] {
  return kept.map(({ reference, digest, options }) => ({ reference, digest, keep: { ...options } }));
}

/** What is to be kept of a list, as much of each as was kept where it was written, and is not kept here, as far as there is room. */
export function offlineOfList(
  images: readonly ListedImage[],
  kept: readonly OfflineImage[],
  { atMs, most }: { readonly atMs: number; readonly most: number },
): readonly OfflineImage[] {
  const known = new Set(kept.map(({ digest }) => digest));
  const entries = images
    .filter(({ keep, digest }) => keep && digest !== undefined && !known.has(digest))
    .map(({ reference, digest, keep }) => ({ reference, digest, atMs, options: keep, state: 'unfinished' }));
  // Read as what anybody may have written.
  return readKeptImages(entries).slice(0, Math.max(0, most - kept.length));
}

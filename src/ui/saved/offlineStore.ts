import type { ListEntry } from '../../api/index.ts';
import { type OfflineImage, readOfflineImages } from './offlineList.ts';
import { offlineImages } from './savedImages.ts';
import type { SavedLists } from './savedLists.ts';

const read = new WeakMap<readonly ListEntry[], readonly OfflineImage[]>();

/** Returns the images on the offline list, newest first; the same array until the list changes. */
export function offlineImagesOf(saved: SavedLists): readonly OfflineImage[] {
  const values = saved.entries('offline');
  const images = read.get(values) ?? readOfflineImages(values);
  read.set(values, images);
  return images;
}

/** Resolves to true once the change is on disk, to false if it failed or the list would exceed its limit. */
export function changeOfflineImages(
  saved: SavedLists,
  change: (entries: readonly OfflineImage[]) => readonly OfflineImage[],
): Promise<boolean> {
  return saved.change('offline', (values) => {
    const changed = change(readOfflineImages(values));
    return changed.length > offlineImages.maxImages ? undefined : changed.map((entry) => ({ ...entry }));
  });
}

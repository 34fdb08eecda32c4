import type { ListEntry } from '../../api/index.ts';
import { kept } from './offlineEntries.ts';
import { type OfflineImage, readKeptImages } from './offlineList.ts';
import type { SavedLists } from './savedLists.ts';

const read = new WeakMap<readonly ListEntry[], readonly OfflineImage[]>();

/** Images on the offline list, the last one first; the same array until it changes. */
export function readOffline(saved: SavedLists): readonly OfflineImage[] {
  const values = saved.entries('offline');
  const images = read.get(values) ?? readKeptImages(values);
  read.set(values, images);
  return images;
}

/** Resolves when the change is on disk; false if it could not be made, or there would be more entries than the list holds. */
export function changeOfflineList(
  saved: SavedLists,
  change: (entries: readonly OfflineImage[]) => readonly OfflineImage[],
): Promise<boolean> {
  return saved.change('offline', (values) => {
    const changed = change(readKeptImages(values));
    return changed.length > kept.most ? undefined : changed.map((entry) => ({ ...entry }));
  });
}

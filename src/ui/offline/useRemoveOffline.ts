import type { OfflineImage } from '../saved/offlineList.ts';
import { changeOfflineImages } from '../saved/offlineStore.ts';
import { savedListsOf } from '../saved/savedLists.ts';
import { useEnvironment } from '../state/environment.ts';

/** Returns the function that removes an image from the offline list. Its content stays stored, and may be evicted. */
export function useRemoveOffline(): (digest: string) => Promise<boolean> {
  const saved = savedListsOf(useEnvironment());
  return (digest) => changeOfflineImages(saved, (entries) => entries.filter((entry) => entry.digest !== digest));
}

/** Returns the function that puts a removed image back at its place on the offline list. */
export function useRestoreOffline(): (entry: OfflineImage, at: number) => Promise<boolean> {
  const saved = savedListsOf(useEnvironment());
  return (entry, at) =>
    changeOfflineImages(saved, (entries) => {
      const others = entries.filter(({ digest }) => digest !== entry.digest);
      return others.toSpliced(at, 0, entry);
    });
}

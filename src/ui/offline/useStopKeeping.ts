import type { OfflineImage } from '../saved/offlineList.ts';
import { changeOfflineList } from '../saved/offlineStore.ts';
import { savedListsOf } from '../saved/savedLists.ts';
import { useEnvironment } from '../state/environment.ts';

/** Takes an image off the list of what is kept; what is stored of it stays, and may go like anything else. */
export function useStopKeeping(): (digest: string) => Promise<boolean> {
  const saved = savedListsOf(useEnvironment());
  return (digest) => changeOfflineList(saved, (entries) => entries.filter((entry) => entry.digest !== digest));
}

/** Puts what was released back where it stood. */
export function useTakeBack(): (entry: OfflineImage, at: number) => Promise<boolean> {
  const saved = savedListsOf(useEnvironment());
  return (entry, at) =>
    changeOfflineList(saved, (entries) => {
      const others = entries.filter(({ digest }) => digest !== entry.digest);
      return others.toSpliced(at, 0, entry);
    });
}

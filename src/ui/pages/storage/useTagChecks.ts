import { useCallback, useEffect, useState } from 'react';
import { useOnline } from '../../kit/media.ts';
import { checkTag, isDue, tagOf } from '../../offline/tagCheck.ts';
import { changeOfflineImage, type OfflineImage } from '../../saved/offlineList.ts';
import { changeOfflineImages, offlineImagesOf } from '../../saved/offlineStore.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useEnvironment } from '../../state/environment.ts';

/** Checks the tags of offline images: the due ones automatically on mount and when the network returns, all on `checkAll`. */
export function useTagChecks(): { readonly isChecking: boolean; readonly checkAll: () => Promise<void> } {
  const environment = useEnvironment();
  const { client, now } = environment;
  const saved = savedListsOf(environment);
  const isOnline = useOnline();
  const [isChecking, setChecking] = useState(false);
  const check = useCallback(
    async (entries: readonly OfflineImage[], signal?: AbortSignal) => {
      setChecking(true);
      for (const entry of entries) {
        const named = tagOf(entry);
        if (!named) continue;
        const tag = await checkTag(client, named, now());
        // The next mount checks the rest.
        if (signal?.aborted) return;
        await changeOfflineImages(saved, (list) =>
          changeOfflineImage(list, entry.digest, (known) => ({ ...known, tag })),
        );
      }
      setChecking(false);
    },
    [client, saved, now],
  );
  useEffect(() => {
    const due = isOnline ? offlineImagesOf(saved).filter((entry) => isDue(entry, now())) : [];
    const stop = new AbortController();
    if (due.length > 0) void check(due, stop.signal);
    return () => stop.abort();
  }, [isOnline, saved, now, check]);
  return { isChecking, checkAll: () => check(offlineImagesOf(saved)) };
}

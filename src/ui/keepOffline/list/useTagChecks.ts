import { useCallback, useEffect, useState } from 'react';
import { useEnvironment } from '../../environment.ts';
import { useOnline } from '../../media.ts';
import { changeKept, type KeptImage } from '../keptList.ts';
import { changeKeptList, readKept } from '../keptStore.ts';
import { checkTag, isDue, tagOf } from '../tagCheck.ts';

/** Asks for the tags of what is kept: by itself, once it is looked at, those that are due; all where a person wants it. */
export function useTagChecks(): { readonly isChecking: boolean; readonly checkAll: () => Promise<void> } {
  const { client, window, now } = useEnvironment();
  const isOnline = useOnline();
  const [isChecking, setChecking] = useState(false);
  const check = useCallback(
    async (entries: readonly KeptImage[], signal?: AbortSignal) => {
      setChecking(true);
      for (const entry of entries) {
        const named = tagOf(entry);
        if (!named) continue;
        const tag = await checkTag(client, named, now());
        // Who looks again checks what is left.
        if (signal?.aborted) return;
        changeKeptList(window, (list) => changeKept(list, entry.digest, (known) => ({ ...known, tag })));
      }
      setChecking(false);
    },
    [client, window, now],
  );
  useEffect(() => {
    const due = isOnline ? readKept(window).filter((entry) => isDue(entry, now())) : [];
    const stop = new AbortController();
    if (due.length > 0) void check(due, stop.signal);
    return () => stop.abort();
  }, [isOnline, window, now, check]);
  return { isChecking, checkAll: () => check(readKept(window)) };
}

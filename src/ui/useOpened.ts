import { useMemo, useSyncExternalStore } from 'react';
import { useEnvironment } from './environment.ts';
import { type Opened, type OpenedList, parseOpened, writeOpened } from './opened.ts';
import { localStorageOf } from './storage.ts';

/** A list of images in local storage, drawn anew when this tab or another changes it, and the way to keep another. */
export function useOpened(list: OpenedList): readonly [readonly Opened[], (entries: readonly Opened[]) => boolean] {
  const { window } = useEnvironment();
  const text = useSyncExternalStore(
    (changed) => {
      window.addEventListener('storage', changed);
      window.addEventListener(list.key, changed);
      return () => {
        window.removeEventListener('storage', changed);
        window.removeEventListener(list.key, changed);
      };
    },
    () => localStorageOf(window)?.getItem(list.key),
  );
  const entries = useMemo(() => parseOpened(text, list), [text, list]);
  const write = (changed: readonly Opened[]) => {
    const isKept = writeOpened(localStorageOf(window), list, changed);
    window.dispatchEvent(new Event(list.key));
    return isKept;
  };
  return [entries, write];
}

import { useMemo, useSyncExternalStore } from 'react';
import { localStorageOf } from '../../client/index.ts';
import { useEnvironment } from '../state/environment.ts';
import { type Opened, parseOpened, readOpened, type SavedList, writeOpened } from './savedImages.ts';
import { type SavedLists, savedListsOf } from './savedLists.ts';

/** Gives the entries to be; undefined to change nothing. */
type Change = (entries: readonly Opened[]) => readonly Opened[] | undefined;
/** Resolves when it is stored; false if it is not. */
export type ChangeOpened = (change: Change) => Promise<boolean>;

/** A list of images, drawn again when this tab or another changes it, and the way to change it. */
export function useOpened(list: SavedList): readonly [readonly Opened[], ChangeOpened] {
  const environment = useEnvironment();
  const { window } = environment;
  const { name } = list;
  const saved = name && savedListsOf(environment);
  const raw = useSyncExternalStore(
    (changed) => {
      if (saved) return onSavedChange(saved, changed);
      window.addEventListener('storage', changed);
      window.addEventListener(list.key, changed);
      return () => {
        window.removeEventListener('storage', changed);
        window.removeEventListener(list.key, changed);
      };
    },
    () => (saved && name ? saved.entries(name) : localStorageOf(window).read(list.key)),
  );
  const entries = useMemo(
    () => (typeof raw === 'object' ? readOpened(raw, list) : parseOpened(raw, list)),
    [raw, list],
  );
  const change: ChangeOpened = async (work) => {
    if (saved && name) return saved.change(name, (values) => toRecords(work(readOpened(values, list)), list));
    const storage = localStorageOf(window);
    const changed = work(parseOpened(storage.read(list.key), list));
    const isStored = changed !== undefined && writeOpened(storage, list, changed);
    window.dispatchEvent(new Event(list.key));
    return isStored;
  };
  return [entries, change];
}

/** Calls back after each change of the saved lists; gives the way to end that. */
export function onSavedChange(saved: SavedLists, changed: () => void): () => void {
  saved.addEventListener('change', changed);
  return () => saved.removeEventListener('change', changed);
}

function toRecords(entries: readonly Opened[] | undefined, { most }: SavedList) {
  return entries?.slice(0, most).map((entry) => ({ ...entry }));
}

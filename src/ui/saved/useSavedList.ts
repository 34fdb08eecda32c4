import { useMemo, useSyncExternalStore } from 'react';
import { localStorageOf } from '../../client/index.ts';
import { useEnvironment } from '../state/environment.ts';
import { parseSavedImages, type SavedImage, type SavedList, toSavedImages, writeSavedImages } from './savedImages.ts';
import { savedListsOf } from './savedLists.ts';

/** Returns the new entries; undefined to change nothing. */
type Change = (entries: readonly SavedImage[]) => readonly SavedImage[] | undefined;
/** Resolves to true once the change is stored, to false if it is not. */
export type ChangeSavedList = (change: Change) => Promise<boolean>;

/** Returns a list of images and the function that changes it. Renders again when this tab or another changes the list. */
export function useSavedList(list: SavedList): readonly [readonly SavedImage[], ChangeSavedList] {
  const environment = useEnvironment();
  const { window } = environment;
  const { name } = list;
  const saved = name && savedListsOf(environment);
  const raw = useSyncExternalStore(
    (listener) => {
      if (saved) return saved.lists.subscribe(listener);
      window.addEventListener('storage', listener);
      window.addEventListener(list.key, listener);
      return () => {
        window.removeEventListener('storage', listener);
        window.removeEventListener(list.key, listener);
      };
    },
    () => (saved && name ? saved.entries(name) : localStorageOf(window).read(list.key)),
  );
  const entries = useMemo(
    () => (typeof raw === 'object' ? toSavedImages(raw, list) : parseSavedImages(raw, list)),
    [raw, list],
  );
  const changeList: ChangeSavedList = async (change) => {
    if (saved && name) return saved.change(name, (values) => toRecords(change(toSavedImages(values, list)), list));
    const storage = localStorageOf(window);
    const changed = change(parseSavedImages(storage.read(list.key), list));
    const isStored = changed !== undefined && writeSavedImages(storage, list, changed);
    window.dispatchEvent(new Event(list.key));
    return isStored;
  };
  return [entries, changeList];
}

function toRecords(entries: readonly SavedImage[] | undefined, { maxImages }: SavedList) {
  return entries?.slice(0, maxImages).map((entry) => ({ ...entry }));
}

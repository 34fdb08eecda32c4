import { type ImageLists, type ListEntry, type ListName, parseJson, readLists, readRecord } from '../../api/index.ts';
import { localStorageOf } from '../../client/index.ts';
import { pins } from './pins.ts';
import type { SavedList } from './savedImages.ts';
import { offlineImages } from './savedImages.ts';

// Older releases store pinned and offline images in localStorage. Their pages may be open at the same time, so the lists are copied
// there, and changes by such a page are merged. Each copy ends with a mark that older pages skip when they read a list and lose when
// they write it: a list without the mark was last written by an older page.

const mark = { copied: true };
/** Key of the last copy. It is the base of the merge: entries missing from a list were removed by an older page. */
const copyKey = 'ociscope:lists:copy';
const lists: readonly (readonly [ListName, SavedList, (entry: ListEntry) => unknown])[] = [
  ['pinned', pins, ({ reference }) => reference],
  ['offline', offlineImages, ({ digest }) => digest],
];

/** Returns the lists that an older page changed; undefined if none. An empty database takes every list. */
export function mergeOlder(window: Window, current: ImageLists): Partial<ImageLists> | undefined {
  const storage = localStorageOf(window);
  const isNew = current.revision === 0;
  const copies = readLists(isNew ? undefined : parseJson(storage.read(copyKey) ?? ''));
  const changed = lists.flatMap(([name, { key }, keyOf]) => {
    const values = parseJson(storage.read(key) ?? '');
    if (!Array.isArray(values) || (!isNew && values.some(isMark))) return [];
    const { [name]: theirs } = readLists({ [name]: values });
    const merged = merge(current[name], { theirs, base: copies[name], keyOf });
    return JSON.stringify(merged) === JSON.stringify(current[name]) ? [] : [[name, merged] as const];
  });
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

/** Copies the lists for pages of older releases. Skipped if the browser denies storage. */
export function mirrorLists(window: Window, current: ImageLists): void {
  const storage = localStorageOf(window);
  for (const [name, { key }] of lists) {
    const text = JSON.stringify([...current[name], mark]);
    if (storage.read(key) !== text && (current[name].length > 0 || storage.read(key) !== undefined))
      storage.write(key, text);
  }
  storage.write(copyKey, JSON.stringify({ pinned: current.pinned, offline: current.offline }));
}

/** Applies to `mine` what `theirs` adds, changes and removes compared with `base`. */
function merge(
  mine: readonly ListEntry[],
  {
    theirs,
    base,
    keyOf,
  }: {
    readonly theirs: readonly ListEntry[];
    readonly base: readonly ListEntry[];
    readonly keyOf: (entry: ListEntry) => unknown;
  },
): readonly ListEntry[] {
  const [before, after] = [base, theirs].map((entries) => new Map(entries.map((entry) => [keyOf(entry), entry])));
  const isChanged = (entry: ListEntry) => JSON.stringify(before?.get(keyOf(entry))) !== JSON.stringify(entry);
  const changed = new Map(theirs.filter(isChanged).map((entry) => [keyOf(entry), entry]));
  const remaining = mine.flatMap((entry) => {
    const key = keyOf(entry);
    if (before?.has(key) && !after?.has(key)) return [];
    const newer = changed.get(key);
    changed.delete(key);
    return [newer ?? entry];
  });
  return [...changed.values(), ...remaining];
}

function isMark(value: unknown): boolean {
  return readRecord(value).copied === true;
}

import { type ImageLists, type ListEntry, type ListName, parseJson, readLists, readRecord } from '../../api/index.ts';
import { localStorageOf } from '../../client/index.ts';
import { kept } from './offlineEntries.ts';
import { pins } from './pins.ts';
import type { SavedList } from './savedImages.ts';

// Releases before this one have the lists of pinned and offline images in localStorage. Pages of them may be open beside this one, so
// the lists are copied there, and what such a page changes is taken over. Each copy ends with a mark that older pages skip when
// they read a list and lose when they write it: a list without it was last written by one of them.

const mark = { copied: true };
/** The last copy: compared with it, a list tells what was removed from it. */
const copyKey = 'ociscope:lists:copy';
const lists: readonly (readonly [ListName, SavedList, (entry: ListEntry) => unknown])[] = [
  ['pinned', pins, ({ reference }) => reference],
  ['offline', kept, ({ digest }) => digest],
];

/** The lists that differ because an older page changed its own; undefined if none do. All of them are new to an empty database. */
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

/** Copies the lists for pages of older releases. If the browser refuses, those have the lists as they were. */
export function mirrorLists(window: Window, current: ImageLists): void {
  const storage = localStorageOf(window);
  for (const [name, { key }] of lists) {
    const text = JSON.stringify([...current[name], mark]);
    if (storage.read(key) !== text && (current[name].length > 0 || storage.read(key) !== undefined))
      storage.write(key, text);
  }
  storage.write(copyKey, JSON.stringify({ pinned: current.pinned, offline: current.offline }));
}

/** What `theirs` adds to, changes in and removes from `base`, done to `mine`. */
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
  const stay = mine.flatMap((entry) => {
    const key = keyOf(entry);
    if (before?.has(key) && !after?.has(key)) return [];
    const newer = changed.get(key);
    changed.delete(key);
    return [newer ?? entry];
  });
  return [...changed.values(), ...stay];
}

function isMark(value: unknown): boolean {
  return readRecord(value).copied === true;
}

import { AppError } from '../errors/index.ts';
import { isRoot } from './content.ts';
import { isCount } from './isCount.ts';
import { isRecord, parseJson, readRecord } from './readJson.ts';

/** Pinned and offline images, which are never evicted. The page defines the entries; the worker reads `reference` and `digest`. */
export interface ImageLists {
  /** Incremented by each change; 0 if none was ever made. */
  readonly revision: number;
  readonly pinned: readonly ListEntry[];
  readonly offline: readonly ListEntry[];
}

export type ListName = 'pinned' | 'offline';
export type ListEntry = Readonly<Record<string, unknown>>;

/** The new lists, applied only if the stored revision is still `revision`. An absent list stays unchanged. */
export type ListsChange = Pick<ImageLists, 'revision'> & Partial<ImageLists>;

const maxEntries = 1000;
export const noLists: ImageLists = { revision: 0, pinned: [], offline: [] };

/** @throws AppError invalid_argument */
export function parseListsChange(body: unknown): ListsChange {
  const { revision, pinned, offline } = readRecord(body);
  if (!isCount(revision) || ![pinned, offline].every((list) => list === undefined || isList(list))) {
    throw new AppError('invalid_argument', 'the body is not a change of image lists', { reason: 'unsupported' });
  }
  return { revision, ...(isList(pinned) ? { pinned } : {}), ...(isList(offline) ? { offline } : {}) };
}

/** Reads lists that the worker sent or stored; invalid entries are left out. */
export function readLists(value: unknown, revision: unknown = readRecord(value).revision): ImageLists {
  const { pinned, offline } = readRecord(value);
  return { revision: isCount(revision) ? revision : 0, pinned: entriesOf(pinned), offline: entriesOf(offline) };
}

/** Reads lists from the text in the store's roots, as `readLists` does. */
export function parseLists({ text, revision }: { readonly text: string; readonly revision: number }): ImageLists {
  return readLists(parseJson(text), revision);
}

export function formatLists({ pinned, offline }: Pick<ImageLists, ListName>): string {
  return JSON.stringify({ pinned, offline });
}

function entriesOf(value: unknown): readonly ListEntry[] {
  return Array.isArray(value) ? value.filter(isEntry).slice(0, maxEntries) : [];
}

function isList(value: unknown): value is readonly ListEntry[] {
  return Array.isArray(value) && value.length <= maxEntries && value.every(isEntry);
}

function isEntry(value: unknown): value is ListEntry {
  return isRecord(value) && isRoot(value);
}

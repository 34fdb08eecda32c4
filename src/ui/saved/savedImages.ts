import { type ListName, parseJson, readRecord } from '../../api/index.ts';
import type { PageStorage } from '../../client/index.ts';
import { isDigest } from '../../oci/index.ts';
import { type IconName, iconShapes } from '../kit/iconShapes.ts';

/** An image that was opened here: how to open it again, and what it turned out to be, as far as that is known. */
export interface Opened {
  /** Normalised: one image by one name is one entry. */
  readonly reference: string;
  readonly atMs: number;
  readonly icon?: IconName;
  /** `Index of 3 platforms`. */
  readonly title?: string;
  /** What it hashes to; of a tag, what that stood for. */
  readonly digest?: string;
}

/** A list of them. */
export interface SavedList {
  /** Its key in localStorage. */
  readonly key: string;
  readonly most: number;
  /** The worker stores it, because what is on it is never evicted; pages of older releases still read it at `key`. */
  readonly name?: ListName;
}

const maxReferenceLength = 1000;
export const maxTitleLength = 120;

/** What a text from local storage lists, which anything may have written; nothing where it is no list. */
export function parseOpened(text: string | undefined, list: SavedList): readonly Opened[] {
  return readOpened(parseJson(text ?? '[]'), list);
}

/** As `parseOpened`, of values. */
export function readOpened(values: unknown, { most }: SavedList): readonly Opened[] {
  return Array.isArray(values) ? values.flatMap(readOne).slice(0, most) : [];
}

/** Writes a list of this page's own. False if the browser denies that or has no room. */
export function writeOpened(storage: PageStorage, list: SavedList, entries: readonly Opened[]): boolean {
  return storage.write(list.key, JSON.stringify(entries.slice(0, list.most)));
}

/** The list with one on top, which is in it once. */
export function putFirst(entries: readonly Opened[], opened: Opened): readonly Opened[] {
  return [opened, ...without(entries, opened.reference)];
}

export function without(entries: readonly Opened[], reference: string): readonly Opened[] {
  return entries.filter((entry) => entry.reference !== reference);
}

function readOne(value: unknown): readonly Opened[] {
  const { reference, atMs, icon, title, digest } = readRecord(value);
  if (typeof reference !== 'string' || reference.length > maxReferenceLength) return [];
  if (typeof atMs !== 'number' || !Number.isFinite(atMs)) return [];
  return [
    {
      reference,
      atMs,
      ...(isIconName(icon) && { icon }),
      ...(typeof title === 'string' && title !== '' && { title: title.slice(0, maxTitleLength) }),
      ...(typeof digest === 'string' && isDigest(digest) && { digest }),
    },
  ];
}

function isIconName(name: unknown): name is IconName {
  return typeof name === 'string' && Object.hasOwn(iconShapes, name);
}

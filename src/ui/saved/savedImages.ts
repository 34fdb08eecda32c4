import { isCount, type ListName, parseJson, readRecord } from '../../api/index.ts';
import type { PageStorage } from '../../client/index.ts';
import { isDigest } from '../../oci/index.ts';
import { type IconName, iconShapes } from '../kit/iconShapes.ts';

/** An entry of a list of images: how to open the image, and what is known about it. */
export interface SavedImage {
  /** Normalised, so that one name has one entry. */
  readonly reference: string;
  readonly atMs: number;
  readonly icon?: IconName;
  /** `Index of 3 platforms`. */
  readonly title?: string;
  /** The digest of the image; for a tag, the digest it pointed to. */
  readonly digest?: string;
  /** `linux/amd64`; of an index in its order. Absent, like the sizes, if it was not known when the entry was written. */
  readonly platforms?: readonly string[];
  /** Total size of the layers; of an index, of its image for `sizedPlatform`. */
  readonly layerBytes?: number;
  readonly sizedPlatform?: string;
}

/** A list of images and its limit. */
export interface SavedList {
  /** Its key in localStorage. */
  readonly key: string;
  readonly maxImages: number;
  /** Set if the worker stores the list because its images are never evicted. Older releases still read such a list at `key`. */
  readonly name?: ListName;
}

const maxReferenceLength = 1000;
export const maxTitleLength = 120;
const maxPlatforms = 40;
const maxPlatformLength = 60;

/** Parses a list from localStorage, which is untrusted. Returns an empty list for anything else. */
export function parseSavedImages(text: string | undefined, list: SavedList): readonly SavedImage[] {
  return toSavedImages(parseJson(text ?? '[]'), list);
}

/** Returns the valid entries of an untrusted value, up to the list's limit. */
export function toSavedImages(values: unknown, { maxImages }: SavedList): readonly SavedImage[] {
  return Array.isArray(values) ? values.flatMap(readOne).slice(0, maxImages) : [];
}

/** Writes a list to localStorage. Returns false if the browser denies storage or it is full. */
export function writeSavedImages(storage: PageStorage, list: SavedList, entries: readonly SavedImage[]): boolean {
  return storage.write(list.key, JSON.stringify(entries.slice(0, list.maxImages)));
}

/** Returns the list with an image in front; an older entry for the same reference is dropped. */
export function putFirst(entries: readonly SavedImage[], image: SavedImage): readonly SavedImage[] {
  return [image, ...without(entries, image.reference)];
}

export function without(entries: readonly SavedImage[], reference: string): readonly SavedImage[] {
  return entries.filter((entry) => entry.reference !== reference);
}

function readOne(value: unknown): readonly SavedImage[] {
  const { reference, atMs, icon, title, digest, platforms, layerBytes, sizedPlatform } = readRecord(value);
  if (typeof reference !== 'string' || reference.length > maxReferenceLength) return [];
  if (typeof atMs !== 'number' || !Number.isFinite(atMs)) return [];
  return [
    {
      reference,
      atMs,
      ...(isIconName(icon) && { icon }),
      ...(typeof title === 'string' && title !== '' && { title: title.slice(0, maxTitleLength) }),
      ...(typeof digest === 'string' && isDigest(digest) && { digest }),
      ...(isPlatforms(platforms) && { platforms }),
      ...(isCount(layerBytes) && { layerBytes, ...(isPlatform(sizedPlatform) && { sizedPlatform }) }),
    },
  ];
}

function isPlatforms(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.length <= maxPlatforms && value.every(isPlatform);
}

function isPlatform(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxPlatformLength && /^[\w.+-]+(\/[\w.+-]+)*$/.test(value);
}

function isIconName(name: unknown): name is IconName {
  return typeof name === 'string' && Object.hasOwn(iconShapes, name);
}

/** The list of images available offline, newest first. `offlineList.ts` reads the further fields of its entries. */
export const offlineImages: SavedList = { key: 'ociscope:kept', maxImages: 200, name: 'offline' };

/** The list of images that were opened before, newest first. */
export const recents: SavedList = { key: 'ociscope:lists:recent', maxImages: 40 };

import { parseJson, readRecord } from '../../api/index.ts';
import { AppError, isAppError } from '../../errors/index.ts';
import { formatReference, isDigest, parseReference } from '../../oci/index.ts';

/** An image of a list that is moved from one browser to another: what to open, not its content. */
export interface ListedImage {
  /** Normalised. */
  readonly reference: string;
  /** What it stood for. */
  readonly digest?: string;
  readonly mediaType?: string;
  /** That it is kept whole, and how much of it; read by what keeps it. */
  readonly keep?: Readonly<Record<string, unknown>>;
}

/** An entry that is no image, and why. */
export interface RefusedEntry {
  /** Counted from 1. */
  readonly place: number;
  readonly text: string;
  readonly why: string;
}

export interface ReadList {
  readonly images: readonly ListedImage[];
  readonly refused: readonly RefusedEntry[];
}

export const maxListBytes = 2 ** 20;
const maxImages = 1000;
const maxReferenceLength = 1000;
const maxTypeLength = 200;

/** `{"ociscope":"list","version":1,"images":[{"reference","digest"?,"mediaType"?,"keep"?}]}`, two spaces deep. */
export function formatList(images: readonly ListedImage[]): string {
  return `${JSON.stringify({ ociscope: 'list', version: 1, images }, undefined, 2)}\n`;
}

/** Pins, and what else is to be found in another browser; each reference once, what says more of it wins. */
export function listOf(
  pinned: readonly Pick<ListedImage, 'reference' | 'digest'>[],
  kept: readonly ListedImage[] = [],
): readonly ListedImage[] {
  const images = new Map<string, ListedImage>();
  for (const { reference, digest } of pinned) images.set(reference, { reference, ...(digest ? { digest } : {}) });
  for (const image of kept) {
    const known = images.get(image.reference);
    // A tag that moved while both were kept: the older one, which comes later, by its digest.
    const isOther = known?.keep !== undefined && known.digest !== image.digest;
    const reference = isOther ? byDigest(image) : image.reference;
    images.set(reference, { ...(isOther ? {} : known), ...image, reference });
  }
  return [...images.values()];
}

/**
 * Reads a file that anybody may have written. Entries that are no images are listed with why; nothing of the rest is believed
 * before a person saw it.
 *
 * @throws AppError invalid_argument (unsupported): it is no such list; resource_exhausted (too_large)
 */
export function parseList(text: string): ReadList {
  const list = readRecord(parseJson(text));
  if (list.ociscope !== 'list' || !Array.isArray(list.images)) throw refuse('This file is no list of ociscope.');
  if (list.version !== 1)
    throw refuse('This list was written by another release of ociscope, and cannot be read here.');
  if (list.images.length > maxImages) {
    throw new AppError('resource_exhausted', `A list has ${maxImages} images at most.`, { reason: 'too_large' });
  }
  const images = new Map<string, ListedImage>();
  const refused: RefusedEntry[] = [];
  for (const [index, entry] of list.images.entries()) {
    const read = readEntry(entry);
    if ('why' in read) refused.push({ place: index + 1, ...read });
    else images.set(read.reference, read);
  }
  return { images: [...images.values()], refused };
}

function byDigest({ reference, digest = '' }: ListedImage): string {
  const { tag: _, ...parsed } = { tag: undefined, ...parseReference(reference) };
  return 'domain' in parsed && isDigest(digest) ? formatReference({ ...parsed, digest }) : reference;
}

function readEntry(entry: unknown): ListedImage | Pick<RefusedEntry, 'text' | 'why'> {
  const { reference, digest, mediaType, ...more } = readRecord(entry);
  const keep = readRecord(more.keep);
  const text = typeof reference === 'string' ? reference.slice(0, maxReferenceLength) : '';
  if (typeof reference !== 'string') return { text, why: 'it names no image' };
  if (reference.length > maxReferenceLength) return { text, why: 'its name is too long' };
  if (digest !== undefined && (typeof digest !== 'string' || !isDigest(digest)))
    return { text, why: 'its digest is none' };
  try {
    const parsed = parseReference(reference);
    if (parsed.digest !== undefined && digest !== undefined && parsed.digest !== digest) {
      return { text, why: 'its name and its digest contradict each other' };
    }
    const stated = digest ?? parsed.digest;
    return {
      reference: formatReference(parsed),
      ...(stated === undefined ? {} : { digest: stated }),
      ...(typeof mediaType === 'string' && mediaType.length <= maxTypeLength ? { mediaType } : {}),
      ...(Object.keys(keep).length > 0 ? { keep } : {}),
    };
  } catch (error) {
    if (isAppError(error)) return { text, why: 'its name is no reference' };
    throw error;
  }
}

function refuse(message: string): AppError {
  return new AppError('invalid_argument', message, { reason: 'unsupported' });
}

import { parseJson, readRecord } from '../../api/index.ts';
import { AppError, isAppError } from '../../errors/index.ts';
import { formatReference, isDigest, parseReference } from '../../oci/index.ts';
import { type EntryFault, imageListMessages } from '../messages/listTransfer.ts';

/** An image of a list for another browser. The list names images; it has no content. */
export interface ListedImage {
  /** Normalised. */
  readonly reference: string;
  /** The digest that the reference pointed to. */
  readonly digest?: string;
  readonly mediaType?: string;
  /** Download options, if the image is available offline. Untrusted; `offlineOfList` reads them. */
  readonly keep?: Readonly<Record<string, unknown>>;
}

/** An invalid entry of a list. */
export interface InvalidEntry {
  /** Counted from 1. */
  readonly place: number;
  readonly text: string;
  readonly why: EntryFault;
}

export interface ReadList {
  readonly images: readonly ListedImage[];
  readonly refused: readonly InvalidEntry[];
}

export const maxListBytes = 2 ** 20;
const maxImages = 1000;
const maxReferenceLength = 1000;
const maxTypeLength = 200;

/** Returns `{"ociscope":"list","version":1,"images":[{"reference","digest"?,"mediaType"?,"keep"?}]}`, indented by two spaces. */
export function formatList(images: readonly ListedImage[]): string {
  return `${JSON.stringify({ ociscope: 'list', version: 1, images }, undefined, 2)}\n`;
}

/** Merges pins and offline images into one list with each reference once; the entry with more information wins. */
export function listOf(
  pinned: readonly Pick<ListedImage, 'reference' | 'digest'>[],
  offline: readonly ListedImage[] = [],
): readonly ListedImage[] {
  const images = new Map<string, ListedImage>();
  for (const { reference, digest } of pinned) images.set(reference, { reference, ...(digest ? { digest } : {}) });
  for (const image of offline) {
    const known = images.get(image.reference);
    // Two offline images of one tag: the tag moved. The older one comes later and is listed by its digest.
    const isOther = known?.keep !== undefined && known.digest !== image.digest;
    const reference = isOther ? byDigest(image) : image.reference;
    images.set(reference, { ...(isOther ? {} : known), ...image, reference });
  }
  return [...images.values()];
}

/**
 * Parses an untrusted list file. Returns invalid entries separately, with the reason of each.
 *
 * @throws AppError invalid_argument (unsupported) for a file that is not a list of this version; resource_exhausted (too_large)
 */
export function parseList(text: string): ReadList {
  const list = readRecord(parseJson(text));
  if (list.ociscope !== 'list' || !Array.isArray(list.images)) throw refuse(imageListMessages.notAList);
  if (list.version !== 1) throw refuse(imageListMessages.otherVersion);
  if (list.images.length > maxImages) {
    throw new AppError('resource_exhausted', imageListMessages.tooManyImages(maxImages), { reason: 'too_large' });
  }
  const images = new Map<string, ListedImage>();
  const refused: InvalidEntry[] = [];
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

function readEntry(entry: unknown): ListedImage | Pick<InvalidEntry, 'text' | 'why'> {
  const { reference, digest, mediaType, ...more } = readRecord(entry);
  const keep = readRecord(more.keep);
  const text = typeof reference === 'string' ? reference.slice(0, maxReferenceLength) : '';
  if (typeof reference !== 'string') return { text, why: 'no_reference' };
  if (reference.length > maxReferenceLength) return { text, why: 'long_reference' };
  if (digest !== undefined && (typeof digest !== 'string' || !isDigest(digest))) return { text, why: 'invalid_digest' };
  try {
    const parsed = parseReference(reference);
    if (parsed.digest !== undefined && digest !== undefined && parsed.digest !== digest) {
      return { text, why: 'mismatch' };
    }
    const stated = digest ?? parsed.digest;
    return {
      reference: formatReference(parsed),
      ...(stated === undefined ? {} : { digest: stated }),
      ...(typeof mediaType === 'string' && mediaType.length <= maxTypeLength ? { mediaType } : {}),
      ...(Object.keys(keep).length > 0 ? { keep } : {}),
    };
  } catch (error) {
    if (isAppError(error)) return { text, why: 'invalid_reference' };
    throw error;
  }
}

function refuse(message: string): AppError {
  return new AppError('invalid_argument', message, { reason: 'unsupported' });
}

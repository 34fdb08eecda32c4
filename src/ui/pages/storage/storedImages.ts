import type { HeldImage } from '../../../api/index.ts';
import { isIndexType } from '../../../oci/index.ts';
import { moreRepositories, parentKind } from '../../image/usedByText.ts';
import { shortDigest } from '../../kit/format.ts';
import { imagesMessages } from '../../messages/storage.ts';
import type { SavedImage } from '../../saved/savedImages.ts';

/** A stored image as the table shows it. */
export interface ImageRow {
  readonly image: HeldImage;
  /** First tag, else repository and digest. */
  readonly name: string;
  /** Reference by digest, which opens exactly this content. */
  readonly link: string;
  /** Reference that pinning it saves. */
  readonly reference: string;
  /** `Image for linux/amd64`, `Index of 3 platforms`. */
  readonly type: string;
  /** Other tags and repositories; '' without any. */
  readonly also: string;
  /** The pins that protect it. */
  readonly pins: readonly SavedImage[];
  /** Why it is evicted late or never. */
  readonly protection: HeldImage['kept'] | 'offline';
}

/** Describes stored images. Titles of saved images are preferred, because they say more than media types. */
export function describeImages(
  images: readonly HeldImage[],
  pinned: readonly SavedImage[],
  recent: readonly SavedImage[],
  offline: readonly SavedImage[] = [],
): readonly ImageRow[] {
  const isOffline = new Set(offline.map(({ digest }) => digest));
  const titles = new Map([...recent, ...offline, ...pinned].map(({ digest, title }) => [digest, title]));
  return images.map((image) => {
    const { digest, tags, repositories, kept } = image;
    const { host, name } = repositories[0] ?? {};
    const byDigest = (text: string) => (host === undefined ? text : `${host}/${name}@${text}`);
    const link = byDigest(digest);
    const imagePins = pinned.filter((pin) => pinsImage(pin, image));
    return {
      image,
      name: tags[0] ?? byDigest(shortDigest(digest)),
      link,
      reference: tags[0] ?? link,
      type: titles.get(digest) ?? kindOf(image),
      also: otherNames(image),
      pins: imagePins,
      // The worker learns of pin changes later than this page, so its 'pinned' can be outdated.
      protection:
        imagePins.length > 0 ? 'pinned' : isOffline.has(digest) ? 'offline' : kept === 'pinned' ? undefined : kept,
    };
  });
}

/** Applies the worker's rule: a pin protects an image by its digest, or by a tag that was last seen pointing to it. */
function pinsImage({ reference, digest }: SavedImage, image: HeldImage): boolean {
  return digest === image.digest || reference.endsWith(image.digest) || image.tags.includes(reference);
}

function kindOf({ mediaType, artifactType = '', entries }: HeldImage): string {
  if (mediaType === undefined) return imagesMessages.unreadManifest;
  if (isIndexType(mediaType) && entries !== undefined) return imagesMessages.index(entries);
  return parentKind({ mediaType, artifactType, path: '', count: 0 }, '');
}

const maxOtherTags = 3;

function otherNames({ tags, repositories }: HeldImage): string {
  const others = tags.slice(1, 1 + maxOtherTags).map((tag) => shortTag(tag, tags[0]));
  const more = tags.length - 1 - others.length;
  const rest = moreRepositories(repositories.length - 1);
  return [
    ...(others.length > 0 ? [imagesMessages.otherTags(others, more)] : []),
    ...(rest === '' ? [] : [imagesMessages.inRepositories(rest)]),
  ].join(' · ');
}

/** Returns a tag without its repository if that is the same as the first tag's. */
function shortTag(tag: string, first = ''): string {
  const colon = first.lastIndexOf(':') + 1;
  return tag.startsWith(first.slice(0, colon)) && !tag.slice(colon).includes('/') ? tag.slice(colon) : tag;
}

/** The eviction order: lower is evicted first. */
const evictionRank: Readonly<Record<NonNullable<ImageRow['protection']>, number>> = {
  recent: 1,
  tagged: 1,
  pinned: 2,
  offline: 2,
};
const names = new Intl.Collator('en', { numeric: true });

/** The orders the table can be sorted in; their labels are in `imagesMessages.orders`. */
export const imageOrders = {
  recent: (a, b) => b.image.usedAt.getTime() - a.image.usedAt.getTime(),
  next: (a, b) =>
    (a.protection ? evictionRank[a.protection] : 0) - (b.protection ? evictionRank[b.protection] : 0) ||
    a.image.usedAt.getTime() - b.image.usedAt.getTime(),
  largest: (a, b) => b.image.bytes - a.image.bytes,
  unique: (a, b) => b.image.ownBytes - a.image.ownBytes,
  name: (a, b) => names.compare(a.name, b.name),
} as const satisfies Readonly<Record<keyof typeof imagesMessages.orders, (a: ImageRow, b: ImageRow) => number>>;

export type ImageOrder = keyof typeof imageOrders;

export function isImageOrder(text: string): text is ImageOrder {
  return Object.hasOwn(imageOrders, text);
}

/** Returns the images whose tags, repositories, digest or type contain a text, ignoring case. */
export function filterImages(rows: readonly ImageRow[], search: string): readonly ImageRow[] {
  const text = search.trim().toLowerCase();
  if (text === '') return rows;
  const textOf = ({ image, type }: ImageRow) =>
    [type, image.digest, ...image.tags, ...image.repositories.map(({ host, name }) => `${host}/${name}`)].join('\n');
  return rows.filter((row) => textOf(row).toLowerCase().includes(text));
}

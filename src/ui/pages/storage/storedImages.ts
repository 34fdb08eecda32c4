import type { HeldImage } from '../../../api/index.ts';
import { isIndexType } from '../../../oci/index.ts';
import { moreRepositories, parentKind } from '../../image/usedByText.ts';
import { formatCount, shortDigest } from '../../kit/format.ts';
import type { SavedImage } from '../../saved/savedImages.ts';

/** An image of the content store as a person is told of it. */
export interface ImageRow {
  readonly image: HeldImage;
  /** Its first tag, else repository and digest. */
  readonly name: string;
  /** Opens these very bytes, whatever the tag stands for now. */
  readonly link: string;
  /** As it is pinned. */
  readonly reference: string;
  readonly what: string;
  /** Its other tags and repositories; '' where there are none. */
  readonly also: string;
  /** What pins it. */
  readonly pins: readonly SavedImage[];
  readonly kept: HeldImage['kept'] | 'kept offline';
}

/** Pins and recent images tell what an image is in better words than its types do. */
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
    const byDigest = (shown: string) => (host === undefined ? shown : `${host}/${name}@${shown}`);
    const link = byDigest(digest);
    const mine = pinned.filter((pin) => isOf(pin, image));
    return {
      image,
      name: tags[0] ?? byDigest(shortDigest(digest)),
      link,
      reference: tags[0] ?? link,
      what: titles.get(digest) ?? kindOf(image),
      also: alsoNamed(image),
      pins: mine,
      // The worker is told of a pin a moment later.
      kept: mine.length > 0 ? 'pinned' : isOffline.has(digest) ? 'kept offline' : kept === 'pinned' ? undefined : kept,
    };
  });
}

/** As the worker judges it: by the digest that it stood for, or by a tag that was last seen to be this. */
function isOf({ reference, digest }: SavedImage, image: HeldImage): boolean {
  return digest === image.digest || reference.endsWith(image.digest) || image.tags.includes(reference);
}

function kindOf({ mediaType, artifactType = '', entries }: HeldImage): string {
  if (mediaType === undefined) return 'Manifest, not read yet';
  if (isIndexType(mediaType) && entries !== undefined) return `Index of ${formatCount(entries, 'entry', 'entries')}`;
  return parentKind({ mediaType, artifactType, path: '', count: 0 }, '');
}

const tagsNamed = 3;

function alsoNamed({ tags, repositories }: HeldImage): string {
  const others = tags.slice(1, 1 + tagsNamed).map((tag) => shortTag(tag, tags[0]));
  const more = tags.length - 1 - others.length;
  const rest = moreRepositories(repositories.length - 1);
  return [
    ...(others.length > 0
      ? [`also ${others.join(', ')}${more > 0 ? ` and ${formatCount(more, 'more tag')}` : ''}`]
      : []),
    ...(rest === '' ? [] : [`in ${rest}`]),
  ].join(' · ');
}

/** A tag of the same repository needs no repository. */
function shortTag(tag: string, first = ''): string {
  const colon = first.lastIndexOf(':') + 1;
  return tag.startsWith(first.slice(0, colon)) && !tag.slice(colon).includes('/') ? tag.slice(colon) : tag;
}

const goesFirst: Readonly<Record<NonNullable<ImageRow['kept']>, number>> = {
  recent: 1,
  tagged: 1,
  pinned: 2,
  'kept offline': 2,
};
const names = new Intl.Collator('en', { numeric: true });

/** How the list may stand, by the name a person chooses it by. */
export const imageOrders = {
  'Opened last': (a, b) => b.image.usedAt.getTime() - a.image.usedAt.getTime(),
  'Goes first': (a, b) =>
    (a.kept ? goesFirst[a.kept] : 0) - (b.kept ? goesFirst[b.kept] : 0) ||
    a.image.usedAt.getTime() - b.image.usedAt.getTime(),
  Largest: (a, b) => b.image.bytes - a.image.bytes,
  'Most of its own': (a, b) => b.image.ownBytes - a.image.ownBytes,
  'By name': (a, b) => names.compare(a.name, b.name),
} as const satisfies Readonly<Record<string, (a: ImageRow, b: ImageRow) => number>>;

export type ImageOrder = keyof typeof imageOrders;

export function isImageOrder(text: string): text is ImageOrder {
  return Object.hasOwn(imageOrders, text);
}

/** Those that have a text in a tag, a repository, their digest or what they are; '' is in all. */
export function filterImages(rows: readonly ImageRow[], wish: string): readonly ImageRow[] {
  const text = wish.trim().toLowerCase();
  if (text === '') return rows;
  const textOf = ({ image, what }: ImageRow) =>
    [what, image.digest, ...image.tags, ...image.repositories.map(({ host, name }) => `${host}/${name}`)].join('\n');
  return rows.filter((row) => textOf(row).toLowerCase().includes(text));
}

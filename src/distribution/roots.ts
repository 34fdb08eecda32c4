import type { Info } from '../content/index.ts';
import { type Digest, isDigest } from '../oci/index.ts';
import { tagsOf } from './tags.ts';

/** What a person pinned or opened: a normalised reference, and the digest that it stood for. */
export interface NamedRoot {
  readonly reference: string;
  readonly digest?: string;
}

/** What content is kept for. A tag that was seen is a root too; the content says that itself. */
export interface GcRoots {
  readonly pinned: readonly NamedRoot[];
  readonly recent: readonly NamedRoot[];
}

export const noRoots: GcRoots = { pinned: [], recent: [] };

/** What keeps content: a pin for good, the others from going first. */
export type Kept = 'pinned' | 'tagged' | 'recent';

/** What keeps each content that is a root itself, the strongest of all that do. */
export function protectedBy({ pinned, recent }: GcRoots, infos: Iterable<Info>): ReadonlyMap<Digest, Kept> {
  const [isPinned, isRecent] = [matcherOf(pinned), matcherOf(recent)];
  const kept = new Map<Digest, Kept>();
  for (const info of infos) {
    const tags = tagsOf(info.labels);
    const why = isPinned(info, tags)
      ? 'pinned'
      : tags.length > 0
        ? 'tagged'
        : isRecent(info, tags)
          ? 'recent'
          : undefined;
    if (why) kept.set(info.digest, why);
  }
  return kept;
}

/** By the digest that is told, that the reference ends with, or that its tag was last seen to be. */
function matcherOf(roots: readonly NamedRoot[]): (info: Info, tags: readonly string[]) => boolean {
  const references = new Set(roots.map(({ reference }) => reference));
  const digests = new Set(
    roots.flatMap(({ reference, digest }) => [digest, reference.slice(reference.indexOf('@') + 1)]).filter(isStated),
  );
  return ({ digest }, tags) => digests.has(digest) || tags.some((tag) => references.has(tag));
}

function isStated(digest: string | undefined): digest is Digest {
  return digest !== undefined && isDigest(digest);
}

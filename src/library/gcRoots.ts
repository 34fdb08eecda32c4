import type { Info } from '../content/index.ts';
import { tagsOf } from '../content/index.ts';
import { type Digest, isDigest } from '../oci/index.ts';

/** An image that a person pinned or opened: a normalized reference, and the digest that it pointed to. */
export interface NamedRoot {
  readonly reference: string;
  readonly digest?: string;
}

/** Protects content from eviction. A tag that was seen is a root too, recorded in the content's labels. */
export interface GcRoots {
  readonly pinned: readonly NamedRoot[];
  readonly recent: readonly NamedRoot[];
}

export const noRoots: GcRoots = { pinned: [], recent: [] };

/** Kind of protection: a pin is permanent, the others only delay eviction. */
export type Protection = 'pinned' | 'tagged' | 'recent';

/** Returns the strongest protection of each content that is a root itself. */
export function protectedBy({ pinned, recent }: GcRoots, infos: Iterable<Info>): ReadonlyMap<Digest, Protection> {
  const [isPinned, isRecent] = [matcherOf(pinned), matcherOf(recent)];
  const protections = new Map<Digest, Protection>();
  for (const info of infos) {
    const tags = tagsOf(info.labels);
    const why = isPinned(info, tags)
      ? 'pinned'
      : tags.length > 0
        ? 'tagged'
        : isRecent(info, tags)
          ? 'recent'
          : undefined;
    if (why) protections.set(info.digest, why);
  }
  return protections;
}

/** Matches by the given digest, the digest in the reference, or the digest its tag was last seen at. */
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

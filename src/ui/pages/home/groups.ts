import { isAppError } from '../../../errors/index.ts';
import { parseReference } from '../../../oci/index.ts';
import { shortDigest } from '../../kit/format.ts';
import type { SavedImage } from '../../saved/savedImages.ts';

/** A saved image below the name of its repository. */
export interface Entry {
  readonly saved: SavedImage;
  /** `:3.22`, `@4de221eb…479`; '' for a digest without a repository. */
  readonly version: string;
  /** Shortened digest that the tag pointed to; '' if `version` has it or it is unknown. */
  readonly digest: string;
}

/** The saved images of one repository. */
export interface Group {
  /** Unique in the list. */
  readonly id: string;
  /** `docker.io/library/alpine`; the shortened digest if there is no repository. */
  readonly name: string;
  /** Undefined for digests without a repository and for text that is not a reference. */
  readonly repository: string | undefined;
  readonly entries: readonly [Entry, ...Entry[]];
}

/** Groups images by repository, in the order of each repository's first image. */
export function groupByRepository(list: readonly SavedImage[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const saved of list) {
    const { id, name, repository, version, digest } = partsOf(saved);
    const known = groups.get(id);
    const entry = { saved, version, digest };
    groups.set(
      id,
      known ? { ...known, entries: [...known.entries, entry] } : { id, name, repository, entries: [entry] },
    );
  }
  return [...groups.values()];
}

function partsOf({ reference, digest }: SavedImage): Omit<Group, 'entries'> & Omit<Entry, 'saved'> {
  const parsed = readReference(reference);
  if (!parsed) return { id: reference, name: reference, repository: undefined, version: '', digest: '' };
  if (parsed.domain === undefined) {
    return { id: reference, name: shortDigest(parsed.digest), repository: undefined, version: '', digest: '' };
  }
  const repository = `${parsed.domain}/${parsed.path}`;
  const byDigest = parsed.digest === undefined ? '' : `@${shortDigest(parsed.digest)}`;
  const version = `${parsed.tag === undefined ? '' : `:${parsed.tag}`}${byDigest}`;
  const tagDigest = byDigest === '' && digest !== undefined ? shortDigest(digest) : '';
  return { id: repository, name: repository, repository, version, digest: tagDigest };
}

function readReference(text: string): ReturnType<typeof parseReference> | undefined {
  try {
    return parseReference(text);
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

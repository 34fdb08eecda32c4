import { isAppError } from '../../../errors/index.ts';
import { parseReference } from '../../../oci/index.ts';
import { shortDigest } from '../../kit/format.ts';
import type { SavedImage } from '../../saved/savedImages.ts';

/** An image as it stands under the name of its repository. */
export interface Entry {
  readonly opened: SavedImage;
  /** `:3.22`, `@4de221eb…479`; '' for a digest alone. */
  readonly version: string;
  /** What a tag stood for, shortened; '' where the version says it, or it is not known. */
  readonly digest: string;
}

/** What was opened of one repository. */
export interface Group {
  /** Names it in the list. */
  readonly id: string;
  /** `docker.io/library/alpine`; for a digest alone the digest, shortened. */
  readonly name: string;
  /** The repository that it is, where it is one. */
  readonly repository: string | undefined;
  readonly entries: readonly [Entry, ...Entry[]];
}

/** The entries by repository, in the order of the first of each. */
export function groupByRepository(list: readonly SavedImage[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const opened of list) {
    const { id, name, repository, version, digest } = partsOf(opened);
    const known = groups.get(id);
    const entry = { opened, version, digest };
    groups.set(
      id,
      known ? { ...known, entries: [...known.entries, entry] } : { id, name, repository, entries: [entry] },
    );
  }
  return [...groups.values()];
}

function partsOf(opened: SavedImage): Omit<Group, 'entries'> & Omit<Entry, 'opened'> {
  const { reference, digest } = opened;
  const read = readReference(reference);
  if (!read) return { id: reference, name: reference, repository: undefined, version: '', digest: '' };
  if (read.domain === undefined) {
    return { id: reference, name: shortDigest(read.digest), repository: undefined, version: '', digest: '' };
  }
  const repository = `${read.domain}/${read.path}`;
  const byDigest = read.digest === undefined ? '' : `@${shortDigest(read.digest)}`;
  const version = `${read.tag === undefined ? '' : `:${read.tag}`}${byDigest}`;
  const stoodFor = byDigest === '' && digest !== undefined ? shortDigest(digest) : '';
  return { id: repository, name: repository, repository, version, digest: stoodFor };
}

function readReference(text: string): ReturnType<typeof parseReference> | undefined {
  try {
    return parseReference(text);
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

import { type ContentStore, corruptLabel } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Archive, ArchiveImage } from './archive.ts';
import type { Refusal } from './refusal.ts';

/** Import status of an archive's image: which of its content is stored or missing. */
export interface ImportStatus {
  readonly image: ArchiveImage;
  /** Its digests in the content store. */
  readonly stored: ReadonlySet<Digest>;
  /** Its digests that are neither stored nor in the archive, which may omit content that others have. */
  readonly missing: readonly Digest[];
  /** Reason why it is not imported. */
  readonly broken: Refusal | undefined;
}

/**
 * Compares an archive with what is stored. If something was refused and something is missing, the archive is at fault and
 * the image is incomplete.
 */
export async function compareWithStore(
  { images, located, refusedCount }: Archive,
  store: Pick<ContentStore, 'walk'>,
): Promise<readonly ImportStatus[]> {
  const allStored = await storedDigests(store);
  return images.map((image) => {
    const needs = [...image.needs.keys()];
    const stored = new Set(needs.filter((digest) => allStored.has(digest)));
    const made = new Set(image.isSynthesized ? [image.digest] : []);
    const missing = needs.filter((digest) => !stored.has(digest) && !located.has(digest) && !made.has(digest));
    const [first] = missing.includes(image.digest) ? [image.digest] : refusedCount > 0 ? missing : [];
    const incomplete = first && missingItem(first, missing.length, needs.length);
    return { image, stored, missing, broken: image.broken ?? incomplete };
  });
}

function missingItem(digest: Digest, missing: number, of: number): Refusal {
  return { kind: 'missing', name: digest, detail: `${missing} of ${of} items of the image are missing` };
}

/**
 * Returns all stored digests, except corrupt ones, which the archive's copy replaces. One transaction: an archive of
 * thousands of images needs tens of thousands of digests.
 */
export async function storedDigests(store: Pick<ContentStore, 'walk'>): Promise<ReadonlySet<Digest>> {
  const stored = new Set<Digest>();
  await store.walk(({ digest, labels }) => {
    if (labels[corruptLabel] === undefined) stored.add(digest);
  });
  return stored;
}

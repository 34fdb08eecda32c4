import { type ContentStore, corruptLabel } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Archive, ArchiveImage } from './archive.ts';
import type { Refusal } from './refusal.ts';

/** How an image of an archive stands: what of it is where. */
export interface ImportStatus {
  readonly image: ArchiveImage;
  /** What of it is in the content store. */
  readonly here: ReadonlySet<Digest>;
  /** What of it is neither there nor in the archive: an archive may leave out what others have. */
  readonly missing: readonly Digest[];
  /** Why it is not imported. */
  readonly broken: Refusal | undefined;
}

/**
 * Compares an archive with what is stored. Where something was refused and something is missing, it is the archive's fault: the
 * image is not whole.
 */
export async function compareWithStore(
  { images, located, refusedCount }: Archive,
  store: Pick<ContentStore, 'walk'>,
): Promise<readonly ImportStatus[]> {
  const stored = await storedDigests(store);
  return images.map((image) => {
    const needs = [...image.needs.keys()];
    const here = new Set(needs.filter((digest) => stored.has(digest)));
    const made = new Set(image.isSynthesized ? [image.digest] : []);
    const missing = needs.filter((digest) => !here.has(digest) && !located.has(digest) && !made.has(digest));
    const [first] = missing.includes(image.digest) ? [image.digest] : refusedCount > 0 ? missing : [];
    const incomplete = first && missingItem(first, missing.length, needs.length);
    return { image, here, missing, broken: image.broken ?? incomplete };
  });
}

function missingItem(digest: Digest, missing: number, of: number): Refusal {
  return { kind: 'missing', name: digest, detail: `${missing} of ${of} items of its image are` };
}

/**
 * Returns all that is stored, without what is corrupt: the archive's copy takes its place. One transaction: an archive of thousands
 * of images asks for tens of thousands of digests.
 */
export async function storedDigests(store: Pick<ContentStore, 'walk'>): Promise<ReadonlySet<Digest>> {
  const stored = new Set<Digest>();
  await store.walk(({ digest, labels }) => {
    if (labels[corruptLabel] === undefined) stored.add(digest);
  });
  return stored;
}

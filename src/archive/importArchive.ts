import { type ContentStore, referencesOf } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { ArchiveImage, ReadManifest } from './archive.ts';
import { compareWithStore, type ImportStatus, storedDigests } from './compareWithStore.ts';
import { importBlobs } from './importBlobs.ts';
import { readArchive } from './readArchive.ts';
import type { ReadIndexOptions } from './readIndex.ts';
import type { Refusal } from './refusal.ts';
import { removeCorruptCopy } from './removeCorruptCopy.ts';

/** Treatment of complete images if something else in the archive is refused. */
export type IfRefused = 'keep' | 'nothing';

export interface ImportOptions extends ReadIndexOptions {
  /** Images to import; undefined for all. */
  readonly selected: ReadonlySet<string> | undefined;
  readonly ifRefused: IfRefused;
}

export interface Imported {
  /** Images that are in the content store now. */
  readonly images: readonly ArchiveImage[];
  /** Reasons for the images that are not, and all other refusals. */
  readonly refused: readonly Refusal[];
  readonly refusedCount: number;
  /** Digests that were not stored before. */
  readonly stored: readonly Digest[];
}

/**
 * Imports images of a file into the content store, each blob verified by its digest: layers and configs as they are met,
 * then manifests, children before parents, roots last. So a killed import leaves complete blobs and no incomplete image;
 * importing the file again resumes it. Stored content is not written again, and not even read if the file is a plain tar.
 *
 * An image with a refusal is not imported, and blobs stored for it alone are removed; with `nothing`, no image is imported
 * if anything is refused.
 * @throws AppError as `readArchive`; resource_exhausted (quota) and the signal's reason: stored content then stays
 */
export async function importArchive(file: Blob, store: ContentStore, options: ImportOptions): Promise<Imported> {
  const { selected, ifRefused, onProgress, signal } = options;
  const archive = await readArchive(file, { onProgress, signal });
  const requested = (await compareWithStore(archive, store)).filter(({ image }) => selected?.has(image.digest) ?? true);
  const complete = requested.filter(({ broken }) => !broken);
  const broken = requested.flatMap((each) => each.broken ?? []).filter((each) => !archive.refused.includes(each));
  if (ifRefused === 'nothing' && (archive.refusedCount > 0 || complete.length < requested.length)) {
    const refused = [...archive.refused, ...broken];
    return { images: [], refused, refusedCount: archive.refusedCount + broken.length, stored: [] };
  }
  const blobs = await importBlobs(file, store, {
    archive,
    images: complete.map(({ image }) => image),
    onProgress,
    signal,
  });
  const isRefused = blobs.refused.length > 0;
  const intact = complete
    .filter(({ missing }) => !isRefused || (ifRefused === 'keep' && missing.length === 0))
    .filter(({ image: { needs } }) => ![...blobs.mismatched].some((digest) => needs.has(digest)));
  const evicted = await findEvictedMeanwhile(store, intact);
  const isDropped = ifRefused === 'nothing' && evicted.size > 0;
  const images = isDropped ? [] : intact.map(({ image }) => image).filter(({ digest }) => !evicted.has(digest));
  const stored = [...blobs.stored, ...(await storeManifests(store, images))];
  const needed = new Set(images.flatMap(({ needs }) => [...needs.keys()]));
  await rollBackUnreferenced(
    store,
    stored.filter((digest) => !needed.has(digest)),
  );
  return {
    images,
    refused: [...archive.refused, ...broken, ...blobs.refused, ...evicted.values()],
    refusedCount: archive.refusedCount + broken.length + blobs.refused.length + evicted.size,
    stored: stored.filter((digest) => needed.has(digest)),
  };
}

/** Finds images that lost a blob to eviction during the import. */
async function findEvictedMeanwhile(
  store: ContentStore,
  imported: readonly ImportStatus[],
): Promise<ReadonlyMap<Digest, Refusal>> {
  const evicted = new Map<Digest, Refusal>();
  const stored = await storedDigests(store);
  for (const { image, missing } of imported) {
    const notStored = new Set([...missing, ...image.manifests.map(({ digest }) => digest)]);
    const needed = [...image.needs.keys()].filter((digest) => !notStored.has(digest));
    const first = needed.find((digest) => !stored.has(digest));
    if (first) evicted.set(image.digest, { kind: 'evicted', name: first, detail: '' });
  }
  return evicted;
}

/** Removes digests, except those that other content refers to by now. */
async function rollBackUnreferenced(store: ContentStore, digests: readonly Digest[]): Promise<void> {
  const own = new Set<string>(digests);
  const isFree = async (digest: Digest) => {
    const { infos, total } = await store.referredBy(digest, own.size + 1);
    return total === infos.length && infos.every((info) => own.has(info.digest));
  };
  const free = await Promise.all(digests.map(isFree));
  await store.collect(digests.filter((_, at) => free[at]));
}

/** Stores manifests in each image's order: children before parents. */
async function storeManifests(store: ContentStore, images: readonly ArchiveImage[]): Promise<readonly Digest[]> {
  const manifests = new Map(images.flatMap(({ manifests }) => manifests).map((each) => [each.digest, each]));
  const stored: Digest[] = [];
  for (const each of manifests.values()) if (await storeManifest(store, each)) stored.push(each.digest);
  return stored;
}

/**
 * Stores a manifest; returns whether it was missing before. A stored one is linked, because an earlier release may not have
 * done it.
 */
async function storeManifest(store: ContentStore, { digest, manifest }: ReadManifest): Promise<boolean> {
  const { bytes } = manifest.payload();
  const references = referencesOf(manifest);
  const labels = await removeCorruptCopy(store, digest);
  try {
    const writer = await store.writer(`import-${digest}`, { digest, size: BigInt(bytes.length) }, { waits: true });
    try {
      await writer.truncate(0);
      await writer.write(bytes);
      await writer.commit(bytes.length, digest, labels, references);
    } finally {
      await writer.close();
    }
    return true;
  } catch (error) {
    if (!hasCode(error, 'already_exists')) throw error;
    await store.link(digest, references);
    return false;
  }
}

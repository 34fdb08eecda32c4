import type { ContentStore } from '../content/index.ts';
import type { Digest, ImportProgress } from '../oci/index.ts';
import type { Archive, ArchiveImage } from './archive.ts';
import { compareWithStore } from './compareWithStore.ts';
import { entryName } from './entryName.ts';
import { openTar } from './openTar.ts';
import { asFault, faultOf, type Refusal, Refusals } from './refusal.ts';
import { storeEntry } from './storeEntry.ts';
import type { TarEntry } from './tarEntry.ts';

export interface ImportBlobsOptions {
  readonly archive: Archive;
  readonly images: readonly ArchiveImage[];
  readonly onProgress: (progress: ImportProgress) => void;
  readonly signal: AbortSignal;
}

/** Result for the blobs of images. */
export interface ImportedBlobs {
  readonly stored: readonly Digest[];
  /** Digests that the archive has only with wrong or unreadable content. */
  readonly mismatched: ReadonlySet<Digest>;
  readonly refused: readonly Refusal[];
}

/** Reads an archive and stores the missing blobs that images need, except their manifests. */
export async function importBlobs(
  file: Blob,
  store: ContentStore,
  { archive, images, onProgress, signal }: ImportBlobsOptions,
): Promise<ImportedBlobs> {
  const pending = await entriesToStore({ ...archive, images }, store);
  const total = [...pending.values()].reduce((sum, digests) => sum + digests.length, 0);
  const stored: Digest[] = [];
  const mismatched = new Set<Digest>();
  const refusals = new Refusals();
  let [fileBytes, count, entries, last] = [0, 0, 0, ''];
  const report = (entry: TarEntry, read: number) => {
    const done = entry.contentAt === undefined ? fileBytes : entry.contentAt + read;
    const blobs = { done: count, total };
    onProgress({ done, total: file.size, entry: entry.name, entries, images: images.length, blobs });
  };

  async function take(entry: TarEntry, digests: readonly Digest[]): Promise<void> {
    let read = 0;
    const onBytes = (bytes: number) => {
      read += bytes;
      report(entry, read);
    };
    for (const [at, digest] of digests.entries()) {
      // The same bytes again: an entry that is unpacked from a stream can be read only once.
      const isConsumed = at > 0 && entry.contentAt === undefined;
      const outcome = isConsumed ? 'mismatch' : await storeEntry(store, entry, digest, { onBytes, signal });
      if (outcome === 'stored') stored.push(digest);
      if (outcome === 'mismatch') {
        mismatched.add(digest);
        const { role } = archive.located.get(digest) ?? {};
        refusals.add(
          'mismatch',
          entry.name,
          `${role === undefined ? '' : `${role}: `}its bytes don't hash to ${digest}`,
        );
      }
      count++;
    }
    report(entry, read);
  }

  try {
    for await (const entry of entriesOf(file, archive, (bytes) => (fileBytes = bytes))) {
      signal.throwIfAborted();
      entries++;
      if (pending.size === 0) break;
      last = entry.name;
      const name = entryName(entry.name) ?? '';
      const digests = pending.get(name);
      if (!digests || entry.kind !== 'file' || entry.isSparse) continue;
      await take(entry, digests);
      pending.delete(name);
    }
  } catch (error) {
    const known = asFault(error, last);
    const fault = faultOf(known);
    if (!fault) throw known;
    refusals.add(fault.kind, fault.name);
  }
  for (const digest of [...pending.values()].flat()) mismatched.add(digest);
  return { stored, mismatched: mismatched, refused: refusals.listed };
}

/** A single document is its own only entry. */
function entriesOf(file: Blob, { form }: Archive, onRead: (bytes: number) => void): AsyncIterable<TarEntry> {
  return form === 'document' ? oneEntry(file) : openTar(file, onRead);
}

async function* oneEntry(file: Blob): AsyncGenerator<TarEntry> {
  const facts = { name: '', linkName: '', size: file.size, isSparse: false, contentAt: 0 };
  yield { ...facts, kind: 'file', open: (offset) => file.slice(offset).stream() };
}

/** Returns the entries to store, with their digests: one entry may have digests of several algorithms. */
async function entriesToStore(archive: Archive, store: ContentStore): Promise<Map<string, readonly Digest[]>> {
  const entries = new Map<string, Digest[]>();
  for (const { image, stored } of await compareWithStore(archive, store)) {
    const own = new Set(image.manifests.map(({ digest }) => digest));
    for (const digest of image.needs.keys()) {
      const at = archive.located.get(digest);
      if (!at || stored.has(digest) || own.has(digest)) continue;
      const digests = entries.get(at.name) ?? [];
      if (!digests.includes(digest)) entries.set(at.name, [...digests, digest]);
    }
  }
  return entries;
}

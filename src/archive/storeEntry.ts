import type { ContentStore, Writer } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import { readChunks } from './readEntry.ts';
import { removeCorruptCopy } from './removeCorruptCopy.ts';
import type { TarEntry } from './tarEntry.ts';

export interface StoreEntryOptions {
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Result for an entry; `mismatch` if its bytes do not match the digest, and none of them are stored. */
export type StoredEntry = 'stored' | 'here' | 'mismatch';

/**
 * Stores an entry's bytes under a digest, verified. Resumes a killed attempt and skips the bytes that it stored. Chunks are
 * written as they are read, each awaited, so that only a few are held.
 * @throws AppError resource_exhausted (quota); any error of reading, and then the ingest stays; the signal's reason
 */
export async function storeEntry(
  store: ContentStore,
  entry: TarEntry,
  digest: Digest,
  options: StoreEntryOptions,
): Promise<StoredEntry> {
  try {
    const labels = await removeCorruptCopy(store, digest);
    for (;;) {
      const { outcome, wasResumed } = await writeOnce(store, entry, digest, { ...options, labels });
      if (outcome === 'stored') return outcome;
      // The ingest may have bytes of an earlier attempt with another file.
      await store.abort(refOf(digest)).catch(() => undefined);
      if (!wasResumed || entry.contentAt === undefined) return outcome;
    }
  } catch (error) {
    if (hasCode(error, 'already_exists')) return 'here';
    throw error;
  }
}

/** Returns the ref of the ingest, which survives a killed worker. */
function refOf(digest: Digest): string {
  return `import-${digest}`;
}

async function writeOnce(
  store: ContentStore,
  entry: TarEntry,
  digest: Digest,
  { onBytes, signal, labels }: StoreEntryOptions & { readonly labels: Readonly<Record<string, string>> },
): Promise<{ readonly outcome: 'stored' | 'mismatch'; readonly wasResumed: boolean }> {
  const writer = await store.writer(refOf(digest), { digest, size: BigInt(entry.size) }, { signal, waits: true });
  try {
    const { offset } = await writer.status();
    onBytes(offset);
    for await (const chunk of readChunks(entry.open(offset), onBytes, signal)) await writer.write(chunk);
    return { outcome: await commit(writer, entry.size, digest, labels), wasResumed: offset > 0 };
  } finally {
    await writer.close();
  }
}

async function commit(
  writer: Writer,
  size: number,
  digest: Digest,
  labels: Readonly<Record<string, string>>,
): Promise<'stored' | 'mismatch'> {
  try {
    await writer.commit(size, digest, labels);
    return 'stored';
  } catch (error) {
    if (hasCode(error, 'failed_precondition')) return 'mismatch';
    throw error;
  }
}

import type { ContentStore, Writer } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import { removeCorruptCopy } from './makeRoom.ts';
import { readChunks } from './readEntry.ts';
import type { TarEntry } from './tarEntry.ts';

export interface StoreEntryOptions {
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** What came of an entry: `mismatch` where its bytes are not those of the digest; then nothing of them stays. */
export type StoredEntry = 'stored' | 'here' | 'mismatch';

/**
 * Stores an entry's bytes under a digest, proven. An attempt that was killed is gone on with: what is kept of it is passed over.
 * Chunks are written as they are read, each waited for, so that no more than a few are held.
 *
 * @throws AppError resource_exhausted (quota); whatever reading fails with, and then what is there stays; the signal's reason
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
      // It may be what was there of an earlier attempt, of another file.
      await store.abort(refOf(digest)).catch(() => undefined);
      if (!wasResumed || entry.contentAt === undefined) return outcome;
    }
  } catch (error) {
    if (hasCode(error, 'already_exists')) return 'here';
    throw error;
  }
}

/** The name of the ingest, which outlives a worker that is killed. */
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

import type { ContentStore } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';

/** Commits bytes to a store, as an earlier pull would have. */
export async function storeContent(
  store: ContentStore,
  { bytes, digest }: { readonly bytes: Uint8Array; readonly digest: Digest },
  labels: Readonly<Record<string, string>> = {},
): Promise<void> {
  const writer = await store.writer(`stored-${digest}`, { digest });
  await writer.write(bytes);
  await writer.commit(bytes.length, digest, labels);
}

/** Leaves an ingest with bytes in it, as a pull that was killed would have. */
export async function leaveIngest(store: ContentStore, ref: string, bytes: Uint8Array): Promise<void> {
  const writer = await store.writer(ref);
  await writer.write(bytes);
  await writer.close();
}

/** The whole of stored content, as it is. */
export async function readContent(store: ContentStore, digest: Digest): Promise<Uint8Array> {
  const reader = await store.readerAt({ digest });
  try {
    return await reader.readAt(0, reader.size);
  } finally {
    await reader.close();
  }
}

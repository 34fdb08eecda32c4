import type { ContentStore, Info, Writer } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Log } from './contract.ts';
import { ingestRef } from './download.ts';

/** Stores a small blob that is proven. Gives why that failed, which is warned of and leaves no ingest; undefined where it is stored. */
export async function keepBlob(
  { store, log }: { readonly store: ContentStore; readonly log: Log },
  digest: Digest,
  bytes: Uint8Array,
  labels: Info['labels'],
): Promise<unknown> {
  const ref = ingestRef(digest);
  let writer: Writer | undefined;
  try {
    writer = await store.writer(ref, { digest, size: BigInt(bytes.length) });
    if ((await writer.status()).offset > 0) await writer.truncate(0);
    await writer.write(bytes);
    await writer.commit(0, digest, labels);
    return undefined;
  } catch (error) {
    if (hasCode(error, 'already_exists')) return undefined;
    log.warn('Error persisting blob', { digest, error });
    if (writer) await discard(ref, writer, { store, log });
    return error;
  }
}

async function discard(
  ref: string,
  writer: Writer,
  { store, log }: { readonly store: ContentStore; readonly log: Log },
): Promise<void> {
  try {
    await store.abort(ref);
  } catch (error) {
    if (!hasCode(error, 'not_found')) log.warn('error aborting content ingest', { ref, error });
  } finally {
    await writer.close();
  }
}

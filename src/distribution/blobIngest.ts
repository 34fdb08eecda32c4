import type { ContentStore, Info, Writer } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Log } from './contract.ts';

interface Dependencies {
  readonly store: ContentStore;
  readonly log: Log;
}

/** What the ingest of a blob is called. */
export function ingestRef(digest: Digest): string {
  return `blob-${digest}`;
}

/** Stores a small blob that is proven. Gives why that failed, which is warned of and leaves no ingest; undefined where it is stored. */
export async function keepBlob(
  { store, log }: Dependencies,
  digest: Digest,
  bytes: Uint8Array,
  labels: Info['labels'],
): Promise<unknown> {
  let writer: Writer | undefined;
  try {
    writer = await store.writer(ingestRef(digest), { digest, size: BigInt(bytes.length) });
    if ((await writer.status()).offset > 0) await writer.truncate(0);
    await writer.write(bytes);
    await writer.commit(0, digest, labels);
    return undefined;
  } catch (error) {
    if (hasCode(error, 'already_exists')) return undefined;
    log.warn('Error persisting blob', { digest, error });
    if (writer) await dropIngest({ store, log }, digest);
    await writer?.close();
    return error;
  }
}

/** Removes the ingest of a blob, which may be gone already; what fails is warned of. */
export async function dropIngest({ store, log }: Dependencies, digest: Digest): Promise<void> {
  const ref = ingestRef(digest);
  try {
    await store.abort(ref);
  } catch (error) {
    if (!hasCode(error, 'not_found')) log.warn('error aborting content ingest', { ref, error });
  }
}

import type { ContentStore, Info, Writer } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Log } from './contract.ts';

interface Dependencies {
  readonly store: ContentStore;
  readonly log: Log;
}

/** Returns the ref of a blob's ingest. A source (`host/name`) has a ref of its own while another one's download holds the common ref. */
export function ingestRef(digest: Digest, source?: string): string {
  return source === undefined ? `blob-${digest}` : `blob-${digest}@${source}`;
}

/** Reports whether an ingest is one of a digest, whatever its source. */
export function isRefOf(ref: string, digest: Digest): boolean {
  const common = ingestRef(digest);
  return ref === common || ref.startsWith(`${common}@`);
}

/** Stores a small, verified blob. Returns the failure, which is logged and leaves no ingest; undefined if it is stored. */
export async function downloadBlob(
  { store, log }: Dependencies,
  digest: Digest,
  bytes: Uint8Array,
  labels: Info['labels'],
  ref = ingestRef(digest),
): Promise<unknown> {
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
    if (writer) await dropIngest({ store, log }, ref);
    await writer?.close();
    return error;
  }
}

/** Removes an ingest if it exists; with `onlyIdle` not one that is in use. Other failures are warnings. */
export async function dropIngest(
  { store, log }: Dependencies,
  ref: string,
  options: { readonly onlyIdle?: boolean } = {},
): Promise<void> {
  try {
    await store.abort(ref, options);
  } catch (error) {
    const isInUse = options.onlyIdle === true && hasCode(error, 'unavailable');
    if (!isInUse && !hasCode(error, 'not_found')) log.warn('error aborting content ingest', { ref, error });
  }
}

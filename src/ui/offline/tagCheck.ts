import { type Client, targetOf, type Where } from '../../client/index.ts';
import { asAppError, isAppError } from '../../errors/index.ts';
import { parseReference } from '../../oci/index.ts';
import type { OfflineImage, TagNote } from '../saved/offlineList.ts';

/** A tag is asked for by itself no more often than this. */
const restMs = 3_600_000;

/** The tag that an image was kept by; undefined where it was by digest. */
export function tagOf({
  reference,
}: Pick<OfflineImage, 'reference'>): { readonly where: Where; readonly tag: string } | undefined {
  try {
    const read = parseReference(reference);
    if (read.domain === undefined || read.tag === undefined || read.digest !== undefined) return undefined;
    const { where } = targetOf(read);
    return where && { where, tag: read.tag };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

/** Whether a tag is to be asked for by itself. */
export function isDue(entry: Pick<OfflineImage, 'reference' | 'tag'>, nowMs: number): boolean {
  return tagOf(entry) !== undefined && !(Math.abs(nowMs - (entry.tag?.atMs ?? 0)) < restMs);
}

/** What a tag stands for now at its registry: one request. What is kept stays what it is. */
export async function checkTag(
  client: Pick<Client, 'manifest'>,
  { where, tag }: { readonly where: Where; readonly tag: string },
  nowMs: number,
): Promise<TagNote> {
  try {
    const { digest, cache, staleReason = 'unreachable' } = await client.manifest(where, tag);
    // What it last pointed to is no news.
    return cache.detail === 'stale-tag' ? { atMs: nowMs, why: staleReason } : { atMs: nowMs, digest };
  } catch (error) {
    return { atMs: nowMs, why: asAppError(error).reason ?? 'internal' };
  }
}

import { type Client, targetOf } from '../../client/index.ts';
import { asAppError, isAppError } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';
import { parseReference } from '../../oci/index.ts';
import type { OfflineImage, TagNote } from '../saved/offlineList.ts';

/** Minimum interval between automatic checks of a tag. */
const intervalMs = 3_600_000;

/** Returns the tag of an offline image; undefined if it was opened by digest. */
export function tagOf({
  reference,
}: Pick<OfflineImage, 'reference'>): { readonly repository: Repository; readonly tag: string } | undefined {
  try {
    const read = parseReference(reference);
    if (read.domain === undefined || read.tag === undefined || read.digest !== undefined) return undefined;
    const { where: repository } = targetOf(read);
    return repository && { repository, tag: read.tag };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

/** Reports whether a tag is due for an automatic check. */
export function isDue(entry: Pick<OfflineImage, 'reference' | 'tag'>, nowMs: number): boolean {
  return tagOf(entry) !== undefined && !(Math.abs(nowMs - (entry.tag?.atMs ?? 0)) < intervalMs);
}

/** Resolves a tag at its registry with one request. The offline image does not change. */
export async function checkTag(
  client: Pick<Client, 'manifest'>,
  { repository, tag }: { readonly repository: Repository; readonly tag: string },
  nowMs: number,
): Promise<TagNote> {
  try {
    const { digest, cache, staleReason = 'unreachable' } = await client.manifest(repository, tag);
    // A stale tag is the last known digest, not an answer of the registry.
    return cache.detail === 'stale-tag' ? { atMs: nowMs, why: staleReason } : { atMs: nowMs, digest };
  } catch (error) {
    return { atMs: nowMs, why: asAppError(error).reason ?? 'internal' };
  }
}

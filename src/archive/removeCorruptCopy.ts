import { type ContentStore, corruptLabel, labelsWithoutCorruption } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';

/**
 * Removes content that was found corrupt, so that it can be stored again; returns its labels, which name its sources, for
 * the new copy.
 */
export async function removeCorruptCopy(
  store: ContentStore,
  digest: Digest,
): Promise<Readonly<Record<string, string>>> {
  try {
    const { labels } = await store.info(digest);
    if (labels[corruptLabel] === undefined) return {};
    await store.delete(digest);
    return labelsWithoutCorruption(labels);
  } catch (error) {
    if (hasCode(error, 'not_found')) return {};
    throw error;
  }
}

import { type ContentStore, corruptLabel, labelsWithoutCorruption } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';

/**
 * Takes away what is stored under a digest where it was found damaged, so that it can be stored anew; gives the labels that the new
 * has from it, which say where else it can be had.
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

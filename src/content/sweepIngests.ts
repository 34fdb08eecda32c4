import { hasCode } from '../errors/index.ts';
import type { IngestManager } from './contract.ts';

/**
 * Removes the ingests that nobody has written to for so long, but for those that a writer holds, in whichever tab. Gives the
 * refs of those removed.
 */
export async function sweepIngests(
  store: Pick<IngestManager, 'listStatuses' | 'abort'>,
  { olderThanMs, now }: { readonly olderThanMs: number; readonly now: () => Date },
): Promise<readonly string[]> {
  const before = now().getTime() - olderThanMs;
  const removed: string[] = [];
  for (const { ref, updatedAt } of await store.listStatuses()) {
    if (updatedAt.getTime() > before) continue;
    try {
      await store.abort(ref, { onlyIdle: true });
      removed.push(ref);
    } catch (error) {
      // Held, or removed meanwhile.
      if (!hasCode(error, 'unavailable') && !hasCode(error, 'not_found')) throw error;
    }
  }
  return removed;
}

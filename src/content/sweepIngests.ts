import { hasCode } from '../errors/index.ts';
import type { IngestManager } from './contract.ts';

/**
 * Removes ingests that were last written to more than `olderThanMs` ago, or that far in the future, which happens if a
 * clock was set back. Those that a writer holds, in any tab, stay. Returns the refs of those removed.
 */
export async function sweepIngests(
  store: Pick<IngestManager, 'listStatuses' | 'abort'>,
  { olderThanMs, now }: { readonly olderThanMs: number; readonly now: () => Date },
): Promise<readonly string[]> {
  const nowMs = now().getTime();
  const removed: string[] = [];
  for (const { ref, updatedAt } of await store.listStatuses()) {
    if (Math.abs(nowMs - updatedAt.getTime()) < olderThanMs) continue;
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

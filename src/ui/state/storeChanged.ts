import type { Environment } from './environment.ts';
import { storedEvent } from './storedDigests.ts';

/** What the page knows of the store, by the first word of its keys in the cache. */
const storedKeys: ReadonlySet<unknown> = new Set([
  'content',
  'content-blobs',
  'storage',
  'ingests',
  'kept',
  'measured',
  'checked',
]);

/**
 * Call it after anything was stored, removed or protected: everything that shows what is stored is read again. Resolves when the
 * views on the page show the new state.
 */
export async function storeChanged({ queries, window }: Pick<Environment, 'queries' | 'window'>): Promise<void> {
  window.dispatchEvent(new Event(storedEvent));
  await queries.invalidateQueries({ predicate: ({ queryKey }) => storedKeys.has(queryKey[0]) });
}

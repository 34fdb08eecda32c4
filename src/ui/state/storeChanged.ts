import type { Environment } from './environment.ts';
import { storedEvent } from './storedDigests.ts';

/** First parts of the query keys whose data comes from the content store. */
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
 * Reads everything again that shows stored content. Call it after content was stored, removed or protected. Resolves when the views
 * show the new state.
 */
export async function storeChanged({ queries, window }: Pick<Environment, 'queries' | 'window'>): Promise<void> {
  window.dispatchEvent(new Event(storedEvent));
  await queries.invalidateQueries({ predicate: ({ queryKey }) => storedKeys.has(queryKey[0]) });
}

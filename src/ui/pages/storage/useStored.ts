import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ContentChange, Freed } from '../../../api/index.ts';
import { changeContent, readContent } from '../../../client/index.ts';
import { syncGcRootsNow } from '../../saved/syncGcRoots.ts';
import { isDocumentKey } from '../../state/documents.ts';
import { useEnvironment } from '../../state/environment.ts';
import { storeChanged } from '../../state/storeChanged.ts';
import { siteStorageQuery } from '../../state/storeQueries.ts';

/** Queries what is stored; a mount always fetches it again. */
export function useContent() {
  const environment = useEnvironment();
  return useQuery({
    queryKey: ['content'],
    queryFn: async ({ signal }) => {
      // Sync pins first so the inventory reflects them; a sync failure is shown separately.
      await syncGcRootsNow(environment).catch(() => undefined);
      return readContent(environment.client, signal);
    },
    staleTime: 0,
    retryOnMount: true,
  });
}

/** Queries used bytes and quota of the site; null if the browser doesn't report them. */
export function useSiteStorage() {
  const { client } = useEnvironment();
  return useQuery({ ...siteStorageQuery(client), staleTime: 0, retryOnMount: true });
}

/** Returns the function that changes what is stored; it resolves when the page shows the new state. */
export function useContentChange(): (change: ContentChange) => Promise<Freed> {
  const environment = useEnvironment();
  const queries = useQueryClient();
  return async (change) => {
    // Sync pins first, so that an image that was just pinned is not evicted.
    if ('evictBytes' in change || 'limitBytes' in change) await syncGcRootsNow(environment);
    const freed = await changeContent(environment.client, change);
    // Trees derive what is stored from the documents they read, so they must read them again.
    if (freed.count > 0 || 'clear' in change)
      queries.removeQueries({ predicate: ({ queryKey }) => isDocumentKey(queryKey) });
    await storeChanged(environment);
    return freed;
  };
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ContentChange, Freed } from '../../../api/index.ts';
import { changeContent, readContent } from '../../../client/index.ts';
import { syncGcRootsNow } from '../../saved/gcRoots.ts';
import { isDocumentKey } from '../../state/documents.ts';
import { useEnvironment } from '../../state/environment.ts';
import { siteStorageQuery } from '../../state/siteStorageQuery.ts';
import { storeChanged } from '../../state/storeChanged.ts';

/** What is held, asked for anew where the page is opened. */
export function useContent() {
  const environment = useEnvironment();
  return useQuery({
    queryKey: ['content'],
    queryFn: async ({ signal }) => {
      // Else the worker does not know yet what is kept. That it cannot be told is said beside what it knows.
      await syncGcRootsNow(environment).catch(() => undefined);
      return readContent(environment.client, signal);
    },
    staleTime: 0,
    retryOnMount: true,
  });
}

/** Used bytes and quota of the whole site; null where the browser does not tell. */
export function useSiteStorage() {
  const { client } = useEnvironment();
  return useQuery({ ...siteStorageQuery(client), staleTime: 0, retryOnMount: true });
}

/** Changes what is stored; resolves when the page shows what is there then. */
export function useContentChange(): (change: ContentChange) => Promise<Freed> {
  const environment = useEnvironment();
  const queries = useQueryClient();
  return async (change) => {
    // What was pinned a moment ago is not to go.
    if ('evictBytes' in change || 'limitBytes' in change) await syncGcRootsNow(environment);
    const freed = await changeContent(environment.client, change);
    // A tree says what of it is here by what was read: it has to read anew.
    if (freed.count > 0 || 'clear' in change)
      queries.removeQueries({ predicate: ({ queryKey }) => isDocumentKey(queryKey) });
    await storeChanged(environment);
    return freed;
  };
}

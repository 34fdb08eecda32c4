import { type Client, listIngests } from '../../client/index.ts';
/** Returns the shared query for used bytes and quota of the site; null if the browser does not report them. */
export function siteStorageQuery(client: Pick<Client, 'storage'>) {
  return { queryKey: ['storage'], queryFn: async () => (await client.storage()) ?? null };
}

/** Returns the query for the ingests: content that is not completely downloaded. It is read again on each mount and shared. */
export function ingestsQuery(client: Pick<Client, 'ask'>) {
  return {
    queryKey: ['ingests'],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => listIngests(client, { signal }),
    staleTime: 0,
  };
}

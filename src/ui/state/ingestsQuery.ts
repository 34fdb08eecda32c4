import { type Client, listIngests } from '../../client/index.ts';

/** Returns the query for the ingests: content that is not completely downloaded. It is read again on each mount and shared. */
export function ingestsQuery(client: Pick<Client, 'ask'>) {
  return {
    queryKey: ['ingests'],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => listIngests(client, { signal }),
    staleTime: 0,
  };
}

import { type Client, listIngests } from '../../client/index.ts';

/** What there is of content that is not complete; asked for anew by whoever comes to it. One answer for all that show it. */
export function ingestsQuery(client: Pick<Client, 'ask'>) {
  return {
    queryKey: ['ingests'],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => listIngests(client, { signal }),
    staleTime: 0,
  };
}

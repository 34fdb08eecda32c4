import type { Client } from '../../client/index.ts';

/** Returns the shared query for used bytes and quota of the site; null if the browser does not report them. */
export function siteStorageQuery(client: Pick<Client, 'storage'>) {
  return { queryKey: ['storage'], queryFn: async () => (await client.storage()) ?? null };
}

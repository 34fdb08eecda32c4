import type { Client } from '../../client/index.ts';

/** Used bytes and quota of the whole site; null where the browser does not tell. One answer for all that show it. */
export function siteStorageQuery(client: Pick<Client, 'storage'>) {
  return { queryKey: ['storage'], queryFn: async () => (await client.storage()) ?? null };
}

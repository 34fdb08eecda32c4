import { type Client, createLists, type ReferrersList, type Where } from '../../client/index.ts';

/** What refers to a manifest; nothing where it is not known to be of any repository. */
export async function readReferrers(
  client: Client,
  where: Where | undefined,
  digest: string,
  options: { readonly isStored: boolean; readonly signal: AbortSignal },
): Promise<ReferrersList> {
  if (!where) return { descriptors: [], stale: false };
  return createLists(client).referrers(where, digest, options);
}

import { type Client, createLists, type ReferrersList } from '../../client/index.ts';
import type { Repository } from '../../oci/index.ts';

/** Lists the referrers of a manifest; empty if its repository is unknown. */
export async function readReferrers(
  client: Client,
  where: Repository | undefined,
  digest: string,
  options: { readonly isStored: boolean; readonly signal: AbortSignal },
): Promise<ReferrersList> {
  if (!where) return { descriptors: [], stale: false };
  return createLists(client).referrers(where, digest, options);
}

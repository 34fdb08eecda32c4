import type { ReferrersList } from '../../client/index.ts';
import type { Repository } from '../../oci/index.ts';
import { type DocumentQuery, keyOf } from './documents.ts';
import type { Environment } from './environment.ts';

/**
 * Returns the query for the referrers of a manifest, from the registry or as last stored. The code that requests them is loaded on
 * demand, after the tree.
 */
export function referrersQuery(
  { client }: Environment,
  where: Repository | undefined,
  digest: string,
  isStored: boolean,
): DocumentQuery<ReferrersList> {
  return {
    queryKey: ['referrers', keyOf(where), digest],
    queryFn: async ({ signal }) => {
      const { readReferrers } = await import('./readReferrers.ts');
      return readReferrers(client, where, digest, { isStored, signal });
    },
  };
}

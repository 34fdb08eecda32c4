import type { ReferrersList, Where } from '../../client/index.ts';
import { type DocumentQuery, keyOf } from './documents.ts';
import type { Environment } from './environment.ts';

/**
 * What refers to a manifest, of the registry or as it was last had. How it is asked comes with the parts of the page that
 * are loaded after the tree.
 */
export function referrersQuery(
  { client }: Environment,
  where: Where | undefined,
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

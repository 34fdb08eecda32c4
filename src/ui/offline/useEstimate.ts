import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { WholeOptions } from '../../api/index.ts';
import { estimateDownload } from '../../client/index.ts';
import type { OfflineTarget } from '../saved/offlineTarget.ts';
import { useEnvironment } from '../state/environment.ts';
import { siteStorageQuery } from '../state/siteStorageQuery.ts';

/**
 * What an image takes with these options, layers or not; asked for anew each time, since what is here changes. Its manifests are
 * fetched by that.
 */
export function useMeasure(
  { where, digest }: Pick<OfflineTarget, 'where' | 'digest'>,
  { referrers, platforms }: Pick<WholeOptions, 'referrers' | 'platforms'>,
) {
  const { client } = useEnvironment();
  const options = { layers: true, referrers, ...(platforms ? { platforms } : {}) };
  return useQuery({
    queryKey: ['measured', where?.host, where?.name, digest, JSON.stringify(options)],
    queryFn: ({ signal }) => estimateDownload(client, { where, digest, options }, { signal }),
    staleTime: 0,
    gcTime: 0,
    retryOnMount: true,
    placeholderData: keepPreviousData,
  });
}

/** Used bytes and quota of the site, now; null where the browser does not tell. */
export function useRoom() {
  const { client } = useEnvironment();
  return useQuery({ ...siteStorageQuery(client), staleTime: 0, retryOnMount: true });
}

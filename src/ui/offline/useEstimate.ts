import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { WholeOptions } from '../../api/index.ts';
import { estimateDownload } from '../../client/index.ts';
import type { OfflineTarget } from '../saved/offlineTarget.ts';
import { useEnvironment } from '../state/environment.ts';
import { siteStorageQuery } from '../state/storeQueries.ts';

/**
 * Estimates the download of an image with these options; the result has layers also if they are not included. Fetches the image's
 * manifests. Never cached, because stored content changes.
 */
export function useEstimate(
  { repository, digest }: Pick<OfflineTarget, 'repository' | 'digest'>,
  { referrers, platforms }: Pick<WholeOptions, 'referrers' | 'platforms'>,
) {
  const { client } = useEnvironment();
  const options = { layers: true, referrers, ...(platforms ? { platforms } : {}) };
  return useQuery({
    queryKey: ['measured', repository?.host, repository?.name, digest, JSON.stringify(options)],
    queryFn: ({ signal }) => estimateDownload(client, { where: repository, digest, options }, signal),
    staleTime: 0,
    gcTime: 0,
    retryOnMount: true,
    placeholderData: keepPreviousData,
  });
}

/** Returns the site's current usage and quota in bytes; null if the browser does not report them. */
export function useStorageQuota() {
  const { client } = useEnvironment();
  return useQuery({ ...siteStorageQuery(client), staleTime: 0, retryOnMount: true });
}

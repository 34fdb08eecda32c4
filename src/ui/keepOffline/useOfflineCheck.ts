import { useQuery } from '@tanstack/react-query';
import { checkWhole } from '../../client/index.ts';
import { useEnvironment } from '../environment.ts';
import { useWorkerNews } from '../workerNews.ts';
import type { OfflineCheck } from './keepOfflineWords.ts';
import { whereOf } from './keepTarget.ts';
import type { OfflineImage } from './keptList.ts';

/**
 * Asks the worker what is stored of an image that was downloaded: the list says what was promised, not what is there. Asked again
 * when a worker reports corrupt, repaired or evicted content.
 */
export function useOfflineCheck(entry: OfflineImage | undefined): OfflineCheck {
  const { client } = useEnvironment();
  const { damaged, healed, evicted } = useWorkerNews();
  const { digest = '', options, reference = '', state } = entry ?? {};
  const news = [damaged.size, healed.size, evicted.digests];
  const { data, isError } = useQuery({
    queryKey: ['checked', digest, JSON.stringify([options, ...news])],
    queryFn: async ({ signal }) => {
      if (!options) return undefined;
      return checkWhole(client, { where: whereOf(reference), digest, options }, signal);
    },
    staleTime: 0,
    gcTime: 0,
    retryOnMount: true,
    enabled: options !== undefined && state === 'done',
  });
  return data ?? (isError ? 'failed' : 'unknown');
}

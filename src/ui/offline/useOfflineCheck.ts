import { useQuery } from '@tanstack/react-query';
import { checkWhole } from '../../client/index.ts';
import type { OfflineCheck } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { repositoryOf } from '../saved/offlineTarget.ts';
import { useEnvironment } from '../state/environment.ts';
import { useWorkerEvents } from '../state/workerEvents.ts';

/**
 * Checks in the worker what is stored of a downloaded image, because the list has only what was promised. Checks again when a worker
 * reports corrupt, repaired or evicted content.
 */
export function useOfflineCheck(entry: OfflineImage | undefined): OfflineCheck {
  const { client } = useEnvironment();
  const { corrupt, repaired, evicted } = useWorkerEvents();
  const { digest = '', options, reference = '', state } = entry ?? {};
  const events = [corrupt.size, repaired.size, evicted.digests];
  const { data, isError } = useQuery({
    queryKey: ['checked', digest, JSON.stringify([options, ...events])],
    queryFn: async ({ signal }) => {
      if (!options) return undefined;
      return checkWhole(client, { where: repositoryOf(reference), digest, options }, signal);
    },
    staleTime: 0,
    gcTime: 0,
    retryOnMount: true,
    enabled: options !== undefined && state === 'done',
  });
  return data ?? (isError ? 'failed' : 'unknown');
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportOptions, ExportPlan } from '../../../api/index.ts';
import { readExportPlan } from '../../../client/index.ts';
import { type AppError, asAppError } from '../../../errors/index.ts';
import { formatReference } from '../../../oci/index.ts';
import { useEnvironment } from '../../state/environment.ts';

/** Plans an export of the selected platforms with the stored content. Initially the downloaded platforms are selected. */
export function useExportPlan(
  digest: string,
  { as, referrers }: Pick<ExportOptions, 'as' | 'referrers'>,
): {
  readonly plan: ExportPlan | undefined;
  readonly error: AppError | undefined;
  readonly options: ExportOptions;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
  readonly readPlan: () => Promise<ExportPlan>;
  readonly refresh: () => void;
} {
  const { client } = useEnvironment();
  const [selection, setSelection] = useState<ReadonlySet<string>>();
  const full = usePlan(digest, { referrers: false, platforms: [] });
  const platforms = full.data?.platforms ?? [];
  const chosen = selection ?? completePlatforms(platforms);
  const isAll = chosen.size === platforms.length;
  const options = { as, referrers, platforms: isAll ? [] : [...chosen].sort() };
  const one = usePlan(digest, options, full.data !== undefined);
  const error = full.error ?? one.error;
  return {
    plan: one.data,
    error: error ? asAppError(error) : undefined,
    options,
    chosen,
    choose: setSelection,
    readPlan: () => readExportPlan(client, digest, options),
    refresh: () => {
      // Keeps the selection, although more platforms may be downloaded now.
      setSelection((before) => before ?? chosen);
      void full.refetch();
      void one.refetch();
    },
  };
}

function usePlan(digest: string, options: ExportOptions, enabled = true) {
  const { client } = useEnvironment();
  const { as, referrers, platforms } = options;
  return useQuery<ExportPlan>({
    queryKey: ['export-plan', digest, as ? formatReference(as) : '', String(referrers), ...platforms],
    queryFn: ({ signal }) => readExportPlan(client, digest, options, signal),
    staleTime: 0,
    gcTime: 0,
    retryOnMount: true,
    // Shows the previous plan until the new one is read.
    placeholderData: (shown) => shown,
    enabled,
  });
}

/** Returns the downloaded platforms; all platforms if none is downloaded, so that the plan shows what is missing. */
function completePlatforms(platforms: ExportPlan['platforms']): ReadonlySet<string> {
  const complete = platforms.filter(({ missing }) => missing.count === 0);
  return new Set((complete.length > 0 ? complete : platforms).map(({ platform }) => platform));
}

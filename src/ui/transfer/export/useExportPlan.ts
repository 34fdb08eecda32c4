import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportOptions, ExportPlan } from '../../../api/index.ts';
import { readExportPlan } from '../../../client/index.ts';
import { type AppError, asAppError } from '../../../errors/index.ts';
import { formatReference } from '../../../oci/index.ts';
import { useEnvironment } from '../../state/environment.ts';

/** What a file of the choice takes, by what is here now: first of all platforms, then of those that are here whole. */
export function useExportPlan(
  digest: string,
  { as, referrers }: Pick<ExportOptions, 'as' | 'referrers'>,
): {
  readonly plan: ExportPlan | undefined;
  readonly error: AppError | undefined;
  readonly asked: ExportOptions;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
  readonly readPlan: () => Promise<ExportPlan>;
  readonly refresh: () => void;
} {
  const { client } = useEnvironment();
  const [wish, setWish] = useState<ReadonlySet<string>>();
  const whole = usePlan(digest, { referrers: false, platforms: [] });
  const platforms = whole.data?.platforms ?? [];
  const chosen = wish ?? wholeOnes(platforms);
  const isAll = chosen.size === platforms.length;
  const asked = { as, referrers, platforms: isAll ? [] : [...chosen].sort() };
  const one = usePlan(digest, asked, whole.data !== undefined);
  const error = whole.error ?? one.error;
  return {
    plan: one.data,
    error: error ? asAppError(error) : undefined,
    asked,
    chosen,
    choose: setWish,
    readPlan: () => readExportPlan(client, digest, asked),
    refresh: () => {
      // What is chosen stays so, though more is here now.
      setWish((before) => before ?? chosen);
      void whole.refetch();
      void one.refetch();
    },
  };
}

function usePlan(digest: string, asked: ExportOptions, enabled = true) {
  const { client } = useEnvironment();
  const { as, referrers, platforms } = asked;
  return useQuery<ExportPlan>({
    queryKey: ['export-plan', digest, as ? formatReference(as) : '', String(referrers), ...platforms],
    queryFn: ({ signal }) => readExportPlan(client, digest, asked, signal),
    staleTime: 0,
    gcTime: 0,
    retryOnMount: true,
    // What is shown stays until the other is here.
    placeholderData: (shown) => shown,
    enabled,
  });
}

/** All of them where none is here whole: what is missing is said then. */
function wholeOnes(platforms: ExportPlan['platforms']): ReadonlySet<string> {
  const here = platforms.filter(({ missing }) => missing.count === 0);
  return new Set((here.length > 0 ? here : platforms).map(({ platform }) => platform));
}

import type { CheckResponse, EstimateResponse, WholeOptions, WholePurpose } from '../api/index.ts';
import type { Library } from '../library/index.ts';
import type { Amount, Digest, MissingPart, Progress, Repository } from '../oci/index.ts';
import { completeOffline } from './imageListsRoute.ts';
import { type Lines, respondLines } from './respondLines.ts';

/**
 * Answers POST by downloading, measuring or checking an image, with the lines that `downloadImageUrl` describes. Cancelling the
 * request or its answer stops the work; content stored by then stays, and the next request resumes. An image on the offline list is
 * marked as available in the transaction that checks that every part is stored.
 */
export function answerDownloadImage(
  library: Library,
  request: Request,
  {
    repository,
    digest,
    purpose,
    layers,
    referrers,
    platforms,
  }: WholeOptions & {
    readonly repository: Repository | undefined;
    readonly digest: Digest;
    readonly purpose: WholePurpose;
  },
  { now, onListsChange }: { readonly now: () => number; readonly onListsChange: (revision: number) => void },
): Response {
  const asked = {
    repository,
    digest,
    options: { layers, referrers, ...(platforms ? { platforms: new Set(platforms) } : {}) },
  };
  return respondLines(request, now, async (lines: Lines<MissingPart, Progress<Amount>>, signal) => {
    const onProgress = lines.progress;
    if (purpose === 'check') {
      const { verifiedAt, ...counts } = await library.checkStored(asked, signal);
      return { ...counts, ...(verifiedAt ? { verifiedAtMs: verifiedAt.getTime() } : {}) } satisfies CheckResponse;
    }
    if (purpose === 'measure') {
      return (await library.estimateDownload(asked, { onProgress, signal })) satisfies EstimateResponse;
    }
    let revision: number | undefined;
    await library.downloadImage(asked, {
      onProgress,
      promise: (current, at) => {
        const text = completeOffline(current, digest, { layers, referrers, platforms }, at.getTime());
        revision = text === undefined ? undefined : current.revision + 1;
        return text;
      },
      onMissing: lines.item,
      signal,
    });
    if (revision !== undefined) onListsChange(revision);
    return null;
  });
}

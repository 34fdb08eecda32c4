import { type CheckResponse, formatError, type WholeOptions, type WholePurpose } from '../api/index.ts';
import type { Library, MissingPart } from '../library/index.ts';
import type { Digest, Repository } from '../oci/index.ts';
import { completeOffline } from './imageListsRoute.ts';
import { respondLines } from './respondLines.ts';

/**
 * Answers POST by downloading, measuring or checking an image, with lines of `DownloadImageLine`. Cancelling the request or its
 * answer stops the work; content stored by then stays, and the next request resumes. An image on the offline list is marked as
 * available in the transaction that checks that every part is stored.
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
  return respondLines(request, now, async (lines, signal) => {
    const onRead = (read: number) => lines.progress({ read });
    if (purpose === 'check') {
      const { verifiedAt, ...counts } = await library.checkStored(asked, signal);
      const checked = { ...counts, ...(verifiedAt ? { verifiedAtMs: verifiedAt.getTime() } : {}) };
      return lines.tell({ checked: checked satisfies CheckResponse });
    }
    if (purpose === 'measure')
      return lines.tell({ measured: await library.estimateDownload(asked, { onRead, signal }) });
    let revision: number | undefined;
    const failed = await library.downloadImage(asked, {
      onRead,
      onProgress: (progress) => {
        if (progress.count === progress.total.count) lines.tell({ progress });
        else lines.progress({ progress });
      },
      promise: (current, at) => {
        const text = completeOffline(current, digest, { layers, referrers, platforms }, at.getTime());
        revision = text === undefined ? undefined : current.revision + 1;
        return text;
      },
      onMissing: (part) => lines.tell({ lacking: missingPartResponse(part) }),
      signal,
    });
    if (revision !== undefined) onListsChange(revision);
    lines.tell({ kept: true, failed });
  });
}

function missingPartResponse({ digest, role, error }: MissingPart): object {
  return { digest, role, error: formatError(error) };
}

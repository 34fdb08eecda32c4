import { formatError, type RepositoryAddress, type WholeOptions } from '../api/index.ts';
import type { Keeper, LackingPart } from '../distribution/index.ts';
import { AppError } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import { respondLines } from './lines.ts';

/**
 * POST: keeps all that an image takes, or measures it, and says so in lines of JSON, `KeepWholeLine`. Who ends the request or its
 * answer ends the work; what is stored by then stays, and the next one goes on from there.
 */
export function answerKeepWhole(
  keeper: Keeper,
  request: Request,
  {
    repository,
    digest,
    isMeasured,
    layers,
    referrers,
    platforms,
  }: WholeOptions & {
    readonly repository: RepositoryAddress | undefined;
    readonly digest: Digest;
    readonly isMeasured: boolean;
  },
  now: () => number,
): Response {
  if (request.method !== 'POST') {
    throw new AppError('not_implemented', `"${request.method}" keeps nothing: POST does`, { reason: 'unsupported' });
  }
  const asked = {
    repository,
    digest,
    options: { layers, referrers, ...(platforms ? { platforms: new Set(platforms) } : {}) },
  };
  return respondLines(request, now, async (lines, signal) => {
    const onRead = (read: number) => lines.progress({ read });
    if (isMeasured) return lines.tell({ measured: await keeper.measureWhole(asked, { onRead, signal }) });
    const failed = await keeper.keepWhole(asked, {
      onRead,
      onProgress: (progress) => {
        if (progress.count === progress.total.count) lines.tell({ progress });
        else lines.progress({ progress });
      },
      onLacking: (lacking) => lines.tell({ lacking: lackingFacts(lacking) }),
      signal,
    });
    lines.tell({ kept: true, failed });
  });
}

function lackingFacts({ digest, role, error }: LackingPart): object {
  return { digest, role, error: formatError(error) };
}

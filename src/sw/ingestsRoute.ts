import { readRecord, safetyHeaders } from '../api/index.ts';
import type { ContentStore } from '../content/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import { AppError } from '../errors/index.ts';
import type { Digest, Progress, Repository } from '../oci/index.ts';
import { readJson } from './requestBody.ts';
import { respondJson } from './respond.ts';
import { type Lines, respondLines } from './respondLines.ts';

/**
 * Answers with the partial downloads, `{"ingests":[{"ref","offset","total","startedAt","updatedAt","expected"?}]}`. POST of
 * `{"drop":"<ref>"}` first removes one, even if it is being written.
 */
export async function answerIngests(store: ContentStore, request: Request): Promise<Response> {
  if (request.method === 'POST') await store.abort(await readDropped(request));
  return respondJson({ ingests: await store.listStatuses() }, safetyHeaders);
}

/**
 * Answers POST by downloading or resuming a blob, with lines of `JobLine<never, null>` in bytes. Cancelling the request or its answer
 * stops the download unless another request needs it.
 */
export function answerDownload(
  pull: PullThrough,
  request: Request,
  { repository, digest, size }: { repository: Repository; digest: Digest; size: number | undefined },
  now: () => number,
): Response {
  return respondLines(request, now, async ({ progress: onProgress }: Lines<never, Progress>, signal) => {
    await pull.storeBlob(repository, digest, { size, signal, onProgress });
    return null;
  });
}

async function readDropped(request: Request): Promise<string> {
  const { drop } = readRecord(await readJson(request));
  if (typeof drop === 'string') return drop;
  throw new AppError('invalid_argument', 'the body has no ingest to drop', { reason: 'unsupported' });
}

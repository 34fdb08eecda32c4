import { readRecord, safetyHeaders } from '../api/index.ts';
import type { ContentStore } from '../content/index.ts';
import type { BlobProgress, PullThrough } from '../distribution/index.ts';
import { AppError } from '../errors/index.ts';
import type { Digest, Repository } from '../oci/index.ts';
import { readJson } from './requestBody.ts';
import { respondJson } from './respond.ts';
import { respondLines } from './respondLines.ts';

/**
 * Answers with the partial downloads, `{"ingests":[{"ref","offset","total","startedAt","updatedAt","expected"?}]}`. POST of
 * `{"drop":"<ref>"}` first removes one, even if it is being written.
 */
export async function answerIngests(store: ContentStore, request: Request): Promise<Response> {
  if (request.method === 'POST') await store.abort(await readDropped(request));
  return respondJson({ ingests: await store.listStatuses() }, safetyHeaders);
}

/**
 * Answers POST by downloading or resuming a blob, with lines of JSON: `{"offset","total"?}` as progress, and at the end
 * `{"stored":true}`, or `{"error":{…}}` as in an error answer. Cancelling the request or its answer stops the download unless
 * another request needs it.
 */
export function answerDownload(
  pull: PullThrough,
  request: Request,
  { repository, digest, size }: { repository: Repository; digest: Digest; size: number | undefined },
  now: () => number,
): Response {
  return respondLines(request, now, async (lines, signal) => {
    const onProgress = ({ offset, total }: BlobProgress) => {
      const line = { offset, ...(total === undefined ? {} : { total }) };
      if (offset === total) lines.tell(line);
      else lines.progress(line);
    };
    await pull.storeBlob(repository, digest, { size, signal, onProgress });
    lines.tell({ stored: true });
  });
}

async function readDropped(request: Request): Promise<string> {
  const { drop } = readRecord(await readJson(request));
  if (typeof drop === 'string') return drop;
  throw new AppError('invalid_argument', 'the body has no ingest to drop', { reason: 'unsupported' });
}

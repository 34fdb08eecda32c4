import type { PullThrough } from '../distribution/index.ts';
import type { Repository } from '../oci/index.ts';
import { respond } from './respond.ts';

/** Answers GET and HEAD of a manifest by tag or digest. */
export async function answerManifest(
  pull: PullThrough,
  request: Request,
  repository: Repository | undefined,
  reference: string,
): Promise<Response> {
  const pulled = await pull.manifest(repository, reference, request.signal);
  return respond(request, pulled, pulled.bytes, pulled.bytes.length);
}

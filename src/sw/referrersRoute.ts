import type { PullThrough } from '../distribution/index.ts';
import type { Digest, Repository } from '../oci/index.ts';
import { respond } from './respond.ts';

/** Answers with the stored referrers list; no registry is asked. */
export async function answerStoredReferrers(
  pull: PullThrough,
  request: Request,
  repository: Repository,
  digest: Digest,
): Promise<Response> {
  const pulled = await pull.storedReferrers(repository, digest);
  return respond(request, pulled, pulled.bytes, pulled.bytes.length);
}

/** Answers with the OCI index of a digest's referrers, of one artifact type or of all. */
export async function answerReferrers(
  pull: PullThrough,
  request: Request,
  repository: Repository,
  digest: Digest,
  artifactType: string | undefined,
): Promise<Response> {
  const pulled = await pull.referrers(repository, digest, artifactType, request.signal);
  const answer = respond(request, pulled, pulled.bytes, pulled.bytes.length);
  if (artifactType !== undefined) answer.headers.set('OCI-Filters-Applied', 'artifactType');
  return answer;
}

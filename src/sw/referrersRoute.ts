import type { RepositoryAddress } from '../api/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import type { Digest } from '../oci/index.ts';
import { respond } from './respond.ts';

/** The list as it was last had, with no request to the registry. */
export async function answerStoredReferrers(
  pull: PullThrough,
  request: Request,
  repository: RepositoryAddress,
  digest: Digest,
): Promise<Response> {
  const pulled = await pull.storedReferrers(repository, digest);
  return respond(request, pulled, pulled.bytes, pulled.bytes.length);
}

/** The OCI index of what refers to a digest, of one artifact type where it is named. */
export async function answerReferrers(
  pull: PullThrough,
  request: Request,
  repository: RepositoryAddress,
  digest: Digest,
  artifactType: string | undefined,
): Promise<Response> {
  const pulled = await pull.referrers(repository, digest, artifactType, request.signal);
  const answer = respond(request, pulled, pulled.bytes, pulled.bytes.length);
  if (artifactType !== undefined) answer.headers.set('OCI-Filters-Applied', 'artifactType');
  return answer;
}

import { AppError, hasCode } from '../errors/index.ts';
import { asMediaType, type Digest, digestAlgorithm, digestBytes, isDigest, type MediaType } from '../oci/index.ts';
import { acceptByTag, acceptByTagWithoutPreflight, acceptFor } from './accept.ts';
import type { Registry, RegistryOptions, RemoteBlob, RemoteManifest, Repository } from './contract.ts';
import { registryOrigin } from './hosts.ts';
import { manifestLimitBytes, readLimited } from './limits.ts';
import { type Answer, Transport } from './transport.ts';

/** Creates the client of registries. It remembers, for its life, which hosts refuse preflights. */
export function createRegistry(options: RegistryOptions): Registry {
  const transport = new Transport(options);
  const rules = { plainHttpHosts: options.plainHttpHosts ?? new Set<string>(), origin: options.origin };
  const refusesPreflight = new Set<string>();

  function urlOf({ host, name }: Repository, kind: 'manifests' | 'blobs', reference: string): string {
    const path = name.split('/').map(encodeURIComponent).join('/');
    return `${registryOrigin(host, rules)}/v2/${path}/${kind}/${encodeURIComponent(reference).replaceAll('%3A', ':')}`;
  }

  /** The first answer that is found, asking for one set of types after the other. */
  async function firstFound(url: string, accepts: readonly string[], signal?: AbortSignal): Promise<Answer> {
    let refusal: AppError | undefined;
    for (const accept of accepts) {
      const answer = await transport.send({ url, headers: { accept }, signal });
      if (answer.response.ok) return answer;
      const refused = await answer.refusal();
      if (!hasCode(refused, 'not_found')) throw refused;
      refusal ??= refused;
    }
    throw refusal ?? new AppError('internal', `"${url}" was not asked for`);
  }

  async function byTag(host: string, url: string, signal?: AbortSignal): Promise<Answer> {
    if (refusesPreflight.has(host)) return firstFound(url, acceptByTagWithoutPreflight, signal);
    try {
      return await firstFound(url, [acceptByTag], signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.reason !== 'cors_missing') throw error;
      const answer = await firstFound(url, acceptByTagWithoutPreflight, signal);
      refusesPreflight.add(host);
      return answer;
    }
  }

  async function manifest(
    repository: Repository,
    reference: string,
    { mediaType, signal }: { readonly mediaType?: MediaType; readonly signal?: AbortSignal } = {},
  ): Promise<RemoteManifest> {
    const url = urlOf(repository, 'manifests', reference);
    const byDigest = isDigest(reference);
    const answer = byDigest
      ? await firstFound(url, acceptFor(mediaType), signal)
      : await byTag(repository.host, url, signal);
    const read = await readManifest(answer, byDigest ? reference : undefined);
    const { statedDigest } = read;
    if (byDigest || statedDigest === undefined || statedDigest === read.digest || !isDigest(statedDigest)) return read;
    return manifest(repository, statedDigest, signal ? { signal } : {});
  }

  return {
    manifest,
    exists: async (repository, digest, { signal } = {}) => {
      const url = urlOf(repository, 'manifests', digest);
      try {
        for (const accept of acceptFor(undefined)) {
          const answer = await transport.send({ url, method: 'HEAD', headers: { accept }, signal });
          if (answer.response.ok) {
            await answer.discard();
            return true;
          }
          const refused = await answer.refusal();
          if (!hasCode(refused, 'not_found')) throw refused;
        }
        return false;
      } catch (error) {
        if (hasCode(error, 'not_found')) return false;
        throw error;
      }
    },
    blob: async (repository, digest, { range, signal } = {}) => {
      const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end ?? ''}` } : {};
      const answer = await transport.send({ url: urlOf(repository, 'blobs', digest), headers, signal });
      if (!answer.response.ok) throw await answer.refusal();
      return remoteBlob(answer, range?.start);
    },
  };
}

async function readManifest(answer: Answer, wanted: Digest | undefined): Promise<RemoteManifest> {
  const { response } = answer;
  const contentType = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  const statedDigest = response.headers.get('docker-content-digest') ?? undefined;
  const bytes = await readLimited(answer, manifestLimitBytes);
  return {
    bytes,
    digest: await digestBytes(wanted ? digestAlgorithm(wanted) : 'sha256', bytes),
    contentType: contentType ? asMediaType(contentType) : undefined,
    statedDigest,
  };
}

function remoteBlob(answer: Answer, asked: number | undefined): RemoteBlob {
  const { response } = answer;
  const stated = response.headers.get('content-length');
  const length = stated === null ? undefined : Number(stated);
  return {
    body: answer.body(),
    length,
    range: response.status === 206 ? givenRange(response, asked ?? 0, length ?? 0) : undefined,
  };
}

/** CORS hides Content-Range unless it is exposed: then it is the range that was asked for. */
function givenRange(response: Response, asked: number, length: number): RemoteBlob['range'] {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (!match) return { start: asked, end: asked + length - 1, total: undefined };
  return { start: Number(match[1]), end: Number(match[2]), total: match[3] === '*' ? undefined : Number(match[3]) };
}

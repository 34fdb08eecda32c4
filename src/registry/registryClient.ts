import { AppError, asAppError, hasCode } from '../errors/index.ts';
import {
  asMediaType,
  type Digest,
  detectMediaType,
  digestAlgorithm,
  digestBytes,
  digestedBytes,
  isDigest,
  type MediaType,
  maxManifestBytes,
  parseManifest,
  type Repository,
} from '../oci/index.ts';
import { AbsentRoutes } from './absentRoutes.ts';
import { acceptByTag, acceptByTagWithoutPreflight, acceptFor } from './accept.ts';
import type {
  EndpointResult,
  HostTester,
  Registry,
  RegistryOptions,
  RemoteBlob,
  RemoteManifest,
  ResolvedTag,
} from './contract.ts';
import { type Answer, contentLength } from './httpTransport.ts';
import { listReferrers } from './listReferrers.ts';
import { catalog, readNames, tagList } from './namePages.ts';
import { type EndpointClient, EndpointClients, type EndpointRequest } from './places.ts';
import { isReached } from './reach.ts';
import { readLimited } from './readLimited.ts';
import { isWebPage, webPage } from './webPage.ts';

/** Creates the registry client. For its life it remembers tokens, and which endpoints refuse preflights or hide the headers of HEAD. */
export function createRegistry(options: RegistryOptions): Registry & HostTester {
  const endpoints = new EndpointClients(options);
  const refusesPreflight = new Set<string>();
  const hidesHead = new Set<string>();
  const referrersRoutes = new AbsentRoutes(options.now);

  /** Runs `work` at the first endpoint where it succeeds. */
  function atFirst<T>({ host, name }: Repository, work: (endpoint: EndpointClient) => Promise<T>): Promise<T> {
    return endpoints.first(host, `repository:${name}:pull`, work);
  }

  async function byTag(endpoint: EndpointClient, request: EndpointRequest): Promise<Answer> {
    if (refusesPreflight.has(endpoint.base)) return firstFound(endpoint, request, acceptByTagWithoutPreflight);
    try {
      return await firstFound(endpoint, request, [acceptByTag]);
    } catch (error) {
      if (!(error instanceof AppError) || !isPreflightTrouble(error)) throw error;
      const answer = await firstFound(endpoint, request, acceptByTagWithoutPreflight);
      refusesPreflight.add(endpoint.base);
      return answer;
    }
  }

  async function readAt(
    endpoint: EndpointClient,
    repository: Repository,
    reference: string,
    { mediaType, signal }: { readonly mediaType?: MediaType; readonly signal?: AbortSignal },
  ): Promise<RemoteManifest> {
    const path = pathOf(repository, 'manifests', reference);
    const byDigest = isDigest(reference);
    const answer = byDigest
      ? await firstFound(endpoint, { path, signal }, acceptFor(mediaType))
      : await byTag(endpoint, { path, signal });
    const read = await readManifest(answer, byDigest ? reference : undefined);
    const { statedDigest } = read;
    if (byDigest || statedDigest === undefined || statedDigest === read.digest || !isDigest(statedDigest)) return read;
    return readAt(endpoint, repository, statedDigest, signal ? { signal } : {});
  }

  async function resolveAt(
    endpoint: EndpointClient,
    of: Repository,
    tag: string,
    signal?: AbortSignal,
  ): Promise<ResolvedTag> {
    if (!hidesHead.has(endpoint.base)) {
      try {
        const answer = await byTag(endpoint, { path: pathOf(of, 'manifests', tag), method: 'HEAD', signal });
        await answer.discard();
        const { statedDigest: digest = '', contentType: mediaType, length: size } = statedOf(answer);
        if (isDigest(digest)) return { digest, mediaType, size };
      } catch (error) {
        if (!isHeadRefused(error)) throw error;
      }
    }
    const { bytes, contentType, statedDigest = '' } = await readAt(endpoint, of, tag, signal ? { signal } : {});
    hidesHead.add(endpoint.base);
    const digest = isDigest(statedDigest)
      ? statedDigest
      : await digestBytes('sha256', digestedBytes(parseManifest(detectMediaType(bytes), bytes)));
    return { digest, mediaType: contentType, size: bytes.length };
  }

  return {
    manifest: (repository, reference, options = {}) =>
      atFirst(repository, (endpoint) => readAt(endpoint, repository, reference, options)),
    blob: (repository, digest, { range, signal } = {}) => {
      const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end ?? ''}` } : {};
      return atFirst(repository, async (endpoint) => {
        const answer = await endpoint.send({ path: pathOf(repository, 'blobs', digest), headers, signal });
        if (!answer.response.ok) throw await answer.refusal();
        return remoteBlob(answer, range?.start);
      });
    },
    test: async (host, { signal } = {}) => {
      const all = await endpoints.all(host, '');
      return Promise.all(all.map((endpoint) => testEndpoint(endpoint, options.now, signal)));
    },
    trySignIn: (host, credential, request, { signal } = {}) => endpoints.trySignIn(host, credential, request, signal),
    isReached: (origin, { signal } = {}) => isReached(origin, options, signal),
    resolve: (repository, tag, { signal } = {}) =>
      atFirst(repository, (endpoint) => resolveAt(endpoint, repository, tag, signal)),
    tags: (repository, options = {}) =>
      atFirst(repository, (endpoint) => readNames(endpoint, tagList(repository.name), options)),
    repositories: (host, options = {}) =>
      endpoints.first(host, 'registry:catalog:*', (endpoint) => readNames(endpoint, catalog, options)),
    referrers: (repository, digest, options = {}) =>
      atFirst(repository, (endpoint) => listReferrers(endpoint, referrersRoutes, repository.name, digest, options)),
  };
}

async function testEndpoint(
  endpoint: EndpointClient,
  now: () => number,
  signal?: AbortSignal,
): Promise<EndpointResult> {
  const startMs = now();
  const result = () => ({ base: endpoint.base, durationMs: now() - startMs });
  try {
    const answer = await endpoint.send({ path: '', signal });
    if (!answer.response.ok) throw await answer.refusal();
    await answer.discard();
    return result();
  } catch (error) {
    return { ...result(), error: asAppError(error) };
  }
}

function pathOf({ name }: Repository, kind: 'manifests' | 'blobs', reference: string): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return `${path}/${kind}/${encodeURIComponent(reference).replaceAll('%3A', ':')}`;
}

/** Tells whether a refused preflight may be the reason; only a request without a preflight shows whether CORS works at all. */
function isPreflightTrouble({ reason }: AppError): boolean {
  return reason === 'cors_missing' || reason === 'preflight_refused';
}

/** Tells whether a GET may work although HEAD failed: some gateways do not support HEAD, or omit CORS headers from its answer. */
function isHeadRefused(error: unknown): boolean {
  return error instanceof AppError && /^(not_implemented|failed_precondition|permission_denied)$/.test(error.code);
}

/** Returns the first answer that is found, requesting one set of types after the other. */
async function firstFound(
  endpoint: EndpointClient,
  request: EndpointRequest,
  accepts: readonly string[],
): Promise<Answer> {
  let refusal: AppError | undefined;
  for (const accept of accepts) {
    const answer = await endpoint.send({ ...request, headers: { accept } });
    if (answer.response.ok) return answer;
    const refused = await answer.refusal();
    if (!hasCode(refused, 'not_found')) throw refused;
    refusal ??= refused;
  }
  throw refusal ?? new AppError('internal', `"${request.path}" was not requested`);
}

const otherBytes = { code: 'data_loss', reason: 'digest_mismatch' } as const;
const notManifest = { code: 'invalid_argument', reason: 'invalid_manifest' } as const;

async function readManifest(answer: Answer, requested: Digest | undefined): Promise<RemoteManifest> {
  const { contentType, statedDigest } = statedOf(answer);
  const bytes = await readLimited(answer, maxManifestBytes);
  const known = requested ?? statedDigest ?? '';
  const digest = await digestBytes(isDigest(known) ? digestAlgorithm(known) : 'sha256', bytes);
  // Content with the requested digest is right, whatever it looks like.
  if (digest !== requested && isWebPage(bytes)) {
    throw webPage(answer.url, 'manifest', requested ? otherBytes : notManifest);
  }
  return { bytes, digest, contentType, statedDigest };
}

/** Reads the headers; a header that CORS hides is undefined. */
function statedOf({ response }: Answer) {
  const { headers } = response;
  const contentType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return {
    contentType: contentType ? asMediaType(contentType) : undefined,
    statedDigest: headers.get('docker-content-digest') ?? undefined,
    length: contentLength(response),
  };
}

function remoteBlob(answer: Answer, requestedStart: number | undefined): RemoteBlob {
  const { response } = answer;
  const isEncoded = (response.headers.get('content-encoding') ?? 'identity') !== 'identity';
  const length = isEncoded ? undefined : contentLength(response);
  return {
    body: answer.body(),
    length,
    ...(isEncoded ? { isEncoded } : {}),
    range: response.status === 206 ? answeredRange(response, requestedStart ?? 0, length ?? 0) : undefined,
  };
}

/** Returns the range of an answer. If CORS hides Content-Range, it is the requested range. */
function answeredRange(response: Response, requestedStart: number, length: number): RemoteBlob['range'] {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (!match) return { start: requestedStart, end: requestedStart + length - 1, total: undefined };
  return { start: Number(match[1]), end: Number(match[2]), total: match[3] === '*' ? undefined : Number(match[3]) };
}

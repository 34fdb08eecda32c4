import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { asMediaType, type Digest, digestAlgorithm, digestBytes, isDigest, type MediaType } from '../oci/index.ts';
import { acceptByTag, acceptByTagWithoutPreflight, acceptFor } from './accept.ts';
import type {
  HostTester,
  PlaceResult,
  Registry,
  RegistryOptions,
  RemoteBlob,
  RemoteManifest,
  Repository,
} from './contract.ts';
import { manifestLimitBytes, readLimited } from './limits.ts';
import { type Place, Places } from './places.ts';
import type { Answer } from './transport.ts';

/** Creates the client of registries. It remembers, for its life, which places refuse preflights, and tokens. */
export function createRegistry(options: RegistryOptions): Registry & HostTester {
  const places = new Places(options);
  const refusesPreflight = new Set<string>();

  /** At the first place that has it. */
  function ask<T>({ host, name }: Repository, work: (place: Place) => Promise<T>): Promise<T> {
    return places.first(host, `repository:${name}:pull`, work);
  }

  async function byTag(place: Place, path: string, signal?: AbortSignal): Promise<Answer> {
    if (refusesPreflight.has(place.base)) return firstFound(place, path, acceptByTagWithoutPreflight, signal);
    try {
      return await firstFound(place, path, [acceptByTag], signal);
    } catch (error) {
      if (!(error instanceof AppError) || !isPreflightTrouble(error)) throw error;
      const answer = await firstFound(place, path, acceptByTagWithoutPreflight, signal);
      refusesPreflight.add(place.base);
      return answer;
    }
  }

  async function readAt(
    place: Place,
    repository: Repository,
    reference: string,
    { mediaType, signal }: { readonly mediaType?: MediaType; readonly signal?: AbortSignal },
  ): Promise<RemoteManifest> {
    const path = pathOf(repository, 'manifests', reference);
    const byDigest = isDigest(reference);
    const answer = byDigest
      ? await firstFound(place, path, acceptFor(mediaType), signal)
      : await byTag(place, path, signal);
    const read = await readManifest(answer, byDigest ? reference : undefined);
    const { statedDigest } = read;
    if (byDigest || statedDigest === undefined || statedDigest === read.digest || !isDigest(statedDigest)) return read;
    return readAt(place, repository, statedDigest, signal ? { signal } : {});
  }

  return {
    manifest: (repository, reference, options = {}) =>
      ask(repository, (place) => readAt(place, repository, reference, options)),
    exists: (repository, digest, { signal } = {}) =>
      ask(repository, (place) => existsAt(place, pathOf(repository, 'manifests', digest), signal)),
    blob: (repository, digest, { range, signal } = {}) => {
      const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end ?? ''}` } : {};
      return ask(repository, async (place) => {
        const answer = await place.send({ path: pathOf(repository, 'blobs', digest), headers, signal });
        if (!answer.response.ok) throw await answer.refusal();
        return remoteBlob(answer, range?.start);
      });
    },
    test: async (host, { signal } = {}) => {
      const all = await places.all(host, '');
      return Promise.all(all.map((place) => testPlace(place, options.now, signal)));
    },
  };
}

async function testPlace(place: Place, now: () => number, signal?: AbortSignal): Promise<PlaceResult> {
  const startMs = now();
  const result = () => ({ base: place.base, durationMs: now() - startMs });
  try {
    const answer = await place.send({ path: '', signal });
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

/** Browsers tell an `Accept` that was refused a preflight from no CORS at all only by a request without one. */
function isPreflightTrouble({ reason }: AppError): boolean {
  return reason === 'cors_missing' || reason === 'preflight_refused';
}

/** The first answer that is found, asking for one set of types after the other. */
async function firstFound(
  place: Place,
  path: string,
  accepts: readonly string[],
  signal?: AbortSignal,
): Promise<Answer> {
  let refusal: AppError | undefined;
  for (const accept of accepts) {
    const answer = await place.send({ path, headers: { accept }, signal });
    if (answer.response.ok) return answer;
    const refused = await answer.refusal();
    if (!hasCode(refused, 'not_found')) throw refused;
    refusal ??= refused;
  }
  throw refusal ?? new AppError('internal', `"${path}" was not asked for`);
}

async function existsAt(place: Place, path: string, signal?: AbortSignal): Promise<boolean> {
  for (const accept of acceptFor(undefined)) {
    const answer = await place.send({ path, method: 'HEAD', headers: { accept }, signal });
    if (answer.response.ok) {
      await answer.discard();
      return true;
    }
    const refused = await answer.refusal();
    if (!hasCode(refused, 'not_found')) throw refused;
  }
  return false;
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

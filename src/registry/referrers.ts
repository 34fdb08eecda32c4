import { AppError, hasCode } from '../errors/index.ts';
import {
  artifactTypeOf,
  type Descriptor,
  type Digest,
  detectMediaType,
  digestBytes,
  isConfigType,
  isTag,
  maxManifestBytes,
  mediaTypes,
  parseManifest,
  referrersTag,
} from '../oci/index.ts';
import type { AbsentRoutes } from './absentRoutes.ts';
import { acceptByDigest } from './accept.ts';
import { listLimitBytes, readLimited, readList, tooLarge } from './limits.ts';
import { nextQuery } from './link.ts';
import type { Place } from './places.ts';

const referrersLimit = 10_000;
/** What servers answer to a path that they have no route for. */
const absentStatuses: ReadonlySet<number> = new Set([404, 405, 406, 501]);

/** What cosign attaches to `<alg>:<hex>` under the tag `<alg>-<hex>.<kind>` (cosign specs/SIGNATURE_SPEC.md). */
const cosignKinds = ['sig', 'att', 'sbom'] as const;

interface ListOptions {
  readonly artifactType?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists the referrers of a digest: those of the API or, where the place has none, of the referrers tag (distribution-spec v1.1,
 * "Unavailable Referrers API"), and of cosign's tags, which cosign writes whether or not there is the API. Other artifact types
 * are left out here, since a registry may ignore the filter. A tag whose answer CORS hides counts as missing where another
 * route brings something.
 */
export async function listReferrers(
  place: Place,
  routes: AbsentRoutes,
  name: string,
  digest: Digest,
  { artifactType, signal }: ListOptions,
): Promise<readonly Descriptor[]> {
  const filter = artifactType === undefined ? '' : `${new URLSearchParams({ artifactType })}`;
  const hidden: AppError[] = [];
  const seen = <T>(answer: Promise<T>): Promise<T | undefined> =>
    answer.catch((error: unknown) => {
      if (!isHidden(error)) throw error;
      hidden.push(error);
      return undefined;
    });
  const readFallback = () => readTag(place, name, referrersTag(digest), mediaTypes.ociIndex, readIndex, signal);
  let fallback: Promise<readonly Descriptor[] | undefined> | undefined;
  const attached = cosignTags(digest).map(([kind, tag]) => fromCosign(place, name, tag, kind, signal));
  const isAllowed = async () => {
    fallback ??= attached.length > 0 ? undefined : readFallback();
    const settled = await Promise.allSettled<unknown>(fallback ? [fallback] : attached);
    return settled.some((each) => each.status === 'fulfilled' || !isHidden(each.reason));
  };
  const listed = routes.ask(place.base, async ({ isAbsent }) => {
    try {
      return await fromApi(place, `${name}/referrers/${digest}`, filter, isAbsent, signal);
    } catch (error) {
      // CNCF Distribution 2 sends its CORS headers with routes that it has alone.
      if (!isHidden(error) || !(await isAllowed())) throw error;
      isAbsent();
      return undefined;
    }
  });
  const [fromRoute, ...fromTags] = await Promise.all([seen(listed), ...attached.map(seen)]);
  // A tag that is missing or points to no index means that there are none.
  fallback ??= fromRoute ? undefined : readFallback();
  const known = fromRoute ?? (fallback && (await seen(fallback)));
  const all = [...(known ?? []), ...fromTags.flatMap((found) => found ?? [])];
  // Behind an answer that is hidden may be more, or just a 404: only where nothing was found at all is it the answer.
  if (hidden[0] && all.length === 0) throw hidden[0];
  const once = new Map<string, Descriptor>();
  for (const each of all) {
    const isWanted = artifactType === undefined || each.artifactType === artifactType;
    if (isWanted && !once.has(each.digest)) once.set(each.digest, each);
  }
  return [...once.values()];
}

/** Some servers send CORS headers with manifests that are there, and with nothing else. */
function isHidden(error: unknown): error is AppError {
  return error instanceof AppError && error.reason === 'cors_missing';
}

/** Reads page by page, to one that is empty or was there before; undefined where there is no such API. */
async function fromApi(
  place: Place,
  path: string,
  filter: string,
  isAbsent: () => void,
  signal?: AbortSignal,
): Promise<readonly Descriptor[] | undefined> {
  const found: Descriptor[] = [];
  const asked = new Set<string>();
  let leftBytes = listLimitBytes;
  for (let query = filter; !asked.has(query); ) {
    asked.add(query);
    const headers = { accept: mediaTypes.ociIndex };
    const url = (query && `${path}?${query}`) || path;
    const answer = await place.send({ path: url, headers, isOptional: true, signal });
    if (!answer.response.ok) {
      const refusal = await answer.refusal();
      if (asked.size > 1 || !absentStatuses.has(answer.response.status)) throw refusal;
      // A registry that names what it does not know has the route.
      if (refusal.detail?.errors === undefined) isAbsent();
      return undefined;
    }
    const page = await readList(answer, leftBytes, (bytes) => {
      leftBytes -= bytes.length;
      return readIndex(bytes);
    });
    for (const each of page) found.push(each);
    if (found.length > referrersLimit) throw tooLarge(answer.url, referrersLimit, 'Entries');
    query = (page.length > 0 && nextQuery(answer)?.toString()) || query;
  }
  return found;
}

/** None of a sha512, which makes no tag: it would be longer than a tag can be. */
function cosignTags(digest: Digest): readonly (readonly [kind: string, tag: string])[] {
  return cosignKinds
    .map((kind) => [kind, `${digest.replace(':', '-')}.${kind}`] as const)
    .filter(([, tag]) => isTag(tag));
}

/** cosign's own manifests say what they are by their tag alone: their config is that of an image. */
async function fromCosign(
  place: Place,
  name: string,
  tag: string,
  kind: string,
  signal?: AbortSignal,
): Promise<readonly Descriptor[]> {
  const accept = acceptByDigest[0] ?? '';
  const read = (bytes: Uint8Array) => parseManifest(detectMediaType(bytes), bytes);
  const manifest = await readTag(place, name, tag, accept, read, signal);
  if (!manifest) return [];
  const { mediaType, bytes } = manifest.payload();
  const stated = artifactTypeOf(manifest);
  const isStated = manifest.artifactType || (stated !== '' && !isConfigType(stated));
  return [
    {
      mediaType,
      digest: await digestBytes('sha256', bytes),
      size: BigInt(bytes.length),
      artifactType: isStated ? stated : `application/vnd.dev.cosign.artifact.${kind}.v1+json`,
      annotations: { ...manifest.annotations, 'org.opencontainers.image.ref.name': tag },
    },
  ];
}

/**
 * What a tag stands for, in a request that is short enough to cost no preflight; undefined where there is none, or it is
 * something else.
 */
async function readTag<T>(
  place: Place,
  name: string,
  tag: string,
  accept: string,
  read: (bytes: Uint8Array) => T,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const answer = await place.send({ path: `${name}/manifests/${tag}`, headers: { accept }, signal });
  try {
    if (!answer.response.ok) throw await answer.refusal();
    return read(await readLimited(answer, maxManifestBytes));
  } catch (error) {
    const isNone = error instanceof AppError && (hasCode(error, 'not_found') || error.reason === 'invalid_manifest');
    if (isNone) return undefined;
    throw error;
  }
}

function readIndex(bytes: Uint8Array): readonly Descriptor[] {
  return parseManifest(mediaTypes.ociIndex, bytes).references();
}

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
import { nextQuery } from './link.ts';
import type { EndpointClient } from './places.ts';
import { maxListBytes, readLimited, readList, tooLarge } from './readLimited.ts';

const maxReferrers = 10_000;
/** Statuses of servers for a path without a route. */
const absentStatuses: ReadonlySet<number> = new Set([404, 405, 406, 501]);

/** Kinds that cosign attaches to `<alg>:<hex>` under the tag `<alg>-<hex>.<kind>` (cosign specs/SIGNATURE_SPEC.md). */
const cosignKinds = ['sig', 'att', 'sbom'] as const;

interface ListOptions {
  readonly artifactType?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists the referrers of a digest: those of the API or, without the API, of the referrers tag (distribution-spec v1.1,
 * "Unavailable Referrers API"), and of cosign's tags, which cosign writes with or without the API. Filters other artifact types
 * here, since a registry may ignore the filter. A tag with an answer that CORS hides counts as missing if another route returns
 * something.
 */
export async function listReferrers(
  endpoint: EndpointClient,
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
  const readFallback = () => readTag(endpoint, name, referrersTag(digest), mediaTypes.ociIndex, readIndex, signal);
  let fallback: Promise<readonly Descriptor[] | undefined> | undefined;
  const attached = cosignTags(digest).map(([kind, tag]) => fromCosign(endpoint, name, tag, kind, signal));
  const isAllowed = async () => {
    fallback ??= attached.length > 0 ? undefined : readFallback();
    const settled = await Promise.allSettled<unknown>(fallback ? [fallback] : attached);
    return settled.some((each) => each.status === 'fulfilled' || !isHidden(each.reason));
  };
  const listed = routes.ask(endpoint.base, async ({ isAbsent }) => {
    try {
      return await fromApi(endpoint, `${name}/referrers/${digest}`, filter, isAbsent, signal);
    } catch (error) {
      // CNCF Distribution 2 sends its CORS headers only with routes that it has.
      if (!isHidden(error) || !(await isAllowed())) throw error;
      isAbsent();
      return undefined;
    }
  });
  const [fromRoute, ...fromTags] = await Promise.all([seen(listed), ...attached.map(seen)]);
  // A tag that is missing or does not point to an index means that there are no referrers.
  fallback ??= fromRoute ? undefined : readFallback();
  const known = fromRoute ?? (fallback && (await seen(fallback)));
  const all = [...(known ?? []), ...fromTags.flatMap((found) => found ?? [])];
  // A hidden answer may be more referrers, or just a 404: it is reported only if nothing was found.
  if (hidden[0] && all.length === 0) throw hidden[0];
  const byDigest = new Map<string, Descriptor>();
  for (const each of all) {
    const isIncluded = artifactType === undefined || each.artifactType === artifactType;
    if (isIncluded && !byDigest.has(each.digest)) byDigest.set(each.digest, each);
  }
  return [...byDigest.values()];
}

/** Tells whether CORS may hide a 404: some servers send CORS headers only with manifests that exist. */
function isHidden(error: unknown): error is AppError {
  return error instanceof AppError && error.reason === 'cors_missing';
}

/** Reads page by page, up to one that is empty or a repetition; undefined if the API does not exist. */
async function fromApi(
  endpoint: EndpointClient,
  path: string,
  filter: string,
  isAbsent: () => void,
  signal?: AbortSignal,
): Promise<readonly Descriptor[] | undefined> {
  const found: Descriptor[] = [];
  const requested = new Set<string>();
  let leftBytes = maxListBytes;
  for (let query = filter; !requested.has(query); ) {
    requested.add(query);
    const headers = { accept: mediaTypes.ociIndex };
    const url = (query && `${path}?${query}`) || path;
    const answer = await endpoint.send({ path: url, headers, isOptional: true, signal });
    if (!answer.response.ok) {
      const refusal = await answer.refusal();
      if (requested.size > 1 || !absentStatuses.has(answer.response.status)) throw refusal;
      // A registry that answers with an error code has the route.
      if (refusal.detail?.errors === undefined) isAbsent();
      return undefined;
    }
    const page = await readList(answer, leftBytes, (bytes) => {
      leftBytes -= bytes.length;
      return readIndex(bytes);
    });
    for (const each of page) found.push(each);
    if (found.length > maxReferrers) throw tooLarge(answer.url, maxReferrers, 'Entries');
    query = (page.length > 0 && nextQuery(answer)?.toString()) || query;
  }
  return found;
}

/** Lists cosign's tags of a digest; none for sha512, whose tag would be too long. */
function cosignTags(digest: Digest): readonly (readonly [kind: string, tag: string])[] {
  return cosignKinds
    .map((kind) => [kind, `${digest.replace(':', '-')}.${kind}`] as const)
    .filter(([, tag]) => isTag(tag));
}

/** Reads the manifest under a cosign tag. Only its tag says what it is: it may have the config of an image. */
async function fromCosign(
  endpoint: EndpointClient,
  name: string,
  tag: string,
  kind: string,
  signal?: AbortSignal,
): Promise<readonly Descriptor[]> {
  const accept = acceptByDigest[0] ?? '';
  const read = (bytes: Uint8Array) => parseManifest(detectMediaType(bytes), bytes);
  const manifest = await readTag(endpoint, name, tag, accept, read, signal);
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
 * Reads the manifest that a tag points to, in a request that costs no preflight; undefined if it does not exist or is not what
 * `read` expects.
 */
async function readTag<T>(
  endpoint: EndpointClient,
  name: string,
  tag: string,
  accept: string,
  read: (bytes: Uint8Array) => T,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const answer = await endpoint.send({ path: `${name}/manifests/${tag}`, headers: { accept }, signal });
  try {
    if (!answer.response.ok) throw await answer.refusal();
    return read(await readLimited(answer, maxManifestBytes));
  } catch (error) {
    const isMissing = error instanceof AppError && (hasCode(error, 'not_found') || error.reason === 'invalid_manifest');
    if (isMissing) return undefined;
    throw error;
  }
}

function readIndex(bytes: Uint8Array): readonly Descriptor[] {
  return parseManifest(mediaTypes.ociIndex, bytes).references();
}

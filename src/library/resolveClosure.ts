import type { ContentStore } from '../content/index.ts';
import { isIntact } from '../content/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { type ClosureOptions, type ClosurePart, walkClosure } from '../graph/index.ts';
import {
  type Amount,
  asMediaType,
  type Descriptor,
  type Digest,
  formatPlatform,
  type Manifest,
  type MissingPart,
  type Progress,
  parseManifest,
  parseShownManifest,
  type Repository,
} from '../oci/index.ts';
import { createReadAhead } from './readAhead.ts';

/** An image, index or artifact, and the parts of it to include. Without a repository it is looked up by digest alone. */
export interface DownloadRequest {
  readonly repository: Repository | undefined;
  readonly digest: Digest;
  readonly options: ClosureOptions;
}

/** A part, and whether it is stored and intact. */
export interface ResolvedPart extends ClosurePart {
  /** 0 if no descriptor states it */
  readonly bytes: number;
  readonly isStored: boolean;
}

export interface ResolvedClosure {
  readonly parts: readonly ResolvedPart[];
  readonly missing: readonly MissingPart[];
  /** Number of foreign layers, which are left out. */
  readonly foreignLayers: number;
  /** Number of manifests whose referrers are unknown because of CORS. */
  readonly referrersUnknown: number;
  /** Platforms of the entries of a root index, each once. */
  readonly platforms: readonly string[];
}

export interface ResolveOptions {
  /** Requests referrers again; otherwise uses a stored list if there is one. */
  readonly isFresh: boolean;
  /** Reports the number of documents read, after each. */
  readonly onProgress?: ((progress: Progress<Amount>) => void) | undefined;
  readonly signal: AbortSignal;
}

interface Dependencies {
  readonly store: ContentStore;
  readonly pull: Pick<PullThrough, 'manifest' | 'referrers' | 'storedReferrers'>;
}

const unknownPlatform = 'unknown/unknown';
/** Manifests read concurrently, each with its list of referrers. */
const maxReadAhead = 4;
/** Concurrent lookups. */
const maxConcurrent = 50;

/**
 * Resolves the closure of an image: reads its manifests, which stores them, and looks up which parts are stored. An
 * unavailable manifest does not stop the rest, except the root.
 * @throws AppError of the root; resource_exhausted (too_large) as `walkClosure`; resource_exhausted (quota) if there is no
 * room for a manifest; errors of the whole host or network (`isFatal`); the signal's reason
 */
export async function resolveClosure(
  { store, pull }: Dependencies,
  { repository, digest: root, options }: DownloadRequest,
  { isFresh, onProgress, signal }: ResolveOptions,
): Promise<ResolvedClosure> {
  const missing: MissingPart[] = [];
  const reportMissing = (digest: Digest, role: ClosurePart['role'] | 'referrers', cause: unknown) => {
    signal.throwIfAborted();
    const error = asAppError(cause);
    if (isFatal(error) || (digest === root && role === 'manifest')) throw error;
    // Most registries that hide the response have no referrers API, and nothing to report.
    if (role === 'referrers' && error.reason === 'cors_missing') {
      referrersUnknown++;
      return undefined;
    }
    missing.push(missingPart({ digest, role }, error));
    return undefined;
  };
  // The repository of a bare digest is known once it is read.
  let source = repository;
  let rootManifest: Manifest | undefined;
  let [count, foreignLayers, referrersUnknown] = [0, 0, 0];
  // Referrers of a bare digest are in the same repository; its children may be in others.
  const pullFrom = (digest: Digest) =>
    repository || !source
      ? pull.manifest(repository, digest, signal)
      : pull.manifest(source, digest, signal).catch((error) =>
          pull.manifest(undefined, digest, signal).catch(() => {
            throw error;
          }),
        );
  const readManifest = async (digest: Digest) => {
    const pulled = await pullFrom(digest);
    if (!pulled.cache.stored) throw storeFailure(digest, pulled.cache.detail);
    const manifest = parseShownManifest(pulled.mediaType, pulled.bytes);
    if (digest === root) [source, rootManifest] = [repository ?? pulled.source, manifest];
    onProgress?.({ done: { count: ++count, bytes: 0 } });
    return manifest;
  };
  const listReferrers = async (digest: Digest) => {
    if (!source) return [];
    const { mediaType, bytes } =
      (isFresh ? undefined : await pull.storedReferrers(source, digest).catch(ifNotStored)) ??
      (await pull.referrers(source, digest, undefined, signal));
    return parseManifest(mediaType, bytes).references();
  };
  const lists = new Map<Digest, readonly Descriptor[]>();
  const { get, ahead } = createReadAhead(async (digest: Digest) => {
    const manifest = await readManifest(digest);
    if (!options.referrers) return manifest;
    // A list is stored with its subject, so it is read after it.
    const list = await listReferrers(digest).catch((error) => reportMissing(digest, 'referrers', error));
    lists.set(digest, list ?? []);
    return manifest;
  }, maxReadAhead);
  const parts: ClosurePart[] = [];
  const walked = walkClosure(
    { digest: root, mediaType: asMediaType('') },
    {
      ahead,
      manifest: (digest) => get(digest).catch((error) => reportMissing(digest, 'manifest', error)),
      referrers: async (digest) => lists.get(digest) ?? [],
    },
    options,
  );
  for await (const part of walked) {
    if (part.isForeign) foreignLayers++;
    else parts.push(part);
  }
  return {
    parts: await lookUp(store, parts),
    missing,
    foreignLayers,
    referrersUnknown,
    platforms: platformsOf(rootManifest),
  };
}

/** Returns the part that an error made unavailable. */
export function missingPart(
  { digest, role }: Pick<MissingPart, 'digest' | 'role'>,
  { code, reason = 'internal' }: AppError,
): MissingPart {
  return { digest, role, reason, ...(code === 'unavailable' ? { isRetryable: true } : {}) };
}

/** Reports whether a failure concerns the browser, the network or the whole host, so that other parts would fail too. */
export function isFatal({ reason }: AppError): boolean {
  return reason === 'quota' || reason === 'offline' || reason === 'rate_limited';
}

/** Returns the error for a failed save, which a read would ignore. */
export function storeFailure(digest: Digest, why = 'not-stored'): AppError {
  return why === 'quota'
    ? new AppError('resource_exhausted', `there is no room for "${digest}"`, { reason: 'quota' })
    : new AppError('internal', `"${digest}" could not be stored: ${why}`, { reason: 'internal' });
}

async function lookUp(store: ContentStore, parts: readonly ClosurePart[]): Promise<readonly ResolvedPart[]> {
  const found: ResolvedPart[] = [];
  const lookUpOne = async (part: ClosurePart): Promise<ResolvedPart> => {
    try {
      const info = await store.info(part.digest);
      return { ...part, bytes: info.size, isStored: await isIntact(store, info) };
    } catch (error) {
      if (!hasCode(error, 'not_found')) throw error;
      return { ...part, bytes: part.size ?? 0, isStored: false };
    }
  };
  for (let at = 0; at < parts.length; at += maxConcurrent) {
    found.push(...(await Promise.all(parts.slice(at, at + maxConcurrent).map(lookUpOne))));
  }
  return found;
}

function platformsOf(root: Manifest | undefined): readonly string[] {
  if (root?.kind !== 'index') return [];
  const named = root.references().flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : []));
  return [...new Set(named)].filter((platform) => platform !== unknownPlatform);
}

function ifNotStored(error: unknown): undefined {
  if (!hasCode(error, 'not_found')) throw error;
}

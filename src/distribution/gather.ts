import type { ContentStore } from '../content/index.ts';
import { isIntact } from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import {
  asMediaType,
  type Descriptor,
  type Digest,
  formatPlatform,
  type Manifest,
  parseManifest,
  parseShownManifest,
} from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';
import { type ClosureOptions, type ClosurePart, walkClosure } from './closure.ts';
import type { PullThrough } from './pullThrough.ts';
import { createReadAhead } from './readAhead.ts';

/** An image, index or artifact, and how much of it is meant. Without a repository it is looked for as a bare digest is. */
export interface DownloadRequest {
  readonly repository: Repository | undefined;
  readonly digest: Digest;
  readonly options: ClosureOptions;
}

/** What belongs to an image and cannot be had. `referrers`: the list of what refers to the digest. */
export interface MissingPart {
  readonly digest: Digest;
  readonly role: ClosurePart['role'] | 'referrers';
  readonly error: AppError;
}

/** A part, and whether it is stored and sound. */
export interface ResolvedPart extends ClosurePart {
  /** 0 where nobody states it */
  readonly bytes: number;
  readonly isHere: boolean;
}

export interface ResolvedClosure {
  readonly parts: readonly ResolvedPart[];
  readonly lacking: readonly MissingPart[];
  /** Layers that are to be had elsewhere, and are left out. */
  readonly foreignLayers: number;
  /** Manifests of which the registry hides, by CORS, whether anything refers to them. */
  readonly referrersUnknown: number;
  /** Of a root that is an index: the platforms of its entries, each once. */
  readonly platforms: readonly string[];
}

export interface ResolveOptions {
  /** Asks for referrers anew; otherwise a list that is stored will do. */
  readonly isFresh: boolean;
  /** Called with how many documents were read, after each. */
  readonly onRead?: ((count: number) => void) | undefined;
  readonly signal: AbortSignal;
}

interface Dependencies {
  readonly store: ContentStore;
  readonly pull: Pick<PullThrough, 'manifest' | 'referrers' | 'storedReferrers'>;
}

const unknownPlatform = 'unknown/unknown';
/** Manifests, each with the list of what refers to it, that are read at a time. */
const maxReadAhead = 4;
/** Looked up at a time. */
const maxConcurrent = 50;

/**
 * All that belongs to an image, its manifests read and by that stored, and what of it is here. One manifest that cannot be had
 * does not stop the rest; the root does.
 *
 * @throws AppError of the root; resource_exhausted (too_large) as `walkClosure`; resource_exhausted (quota) where there is no room for a manifest; what is said of the whole
 * host or network (`isFatal`); the signal's reason
 */
export async function resolveClosure(
  { store, pull }: Dependencies,
  { repository, digest: root, options }: DownloadRequest,
  { isFresh, onRead, signal }: ResolveOptions,
): Promise<ResolvedClosure> {
  const lacking: MissingPart[] = [];
  const lack = (digest: Digest, role: MissingPart['role'], cause: unknown) => {
    signal.throwIfAborted();
    const error = asAppError(cause);
    if (isFatal(error) || (digest === root && role === 'manifest')) throw error;
    // Most registries that hide the answer have no such API, and nothing to tell.
    if (role === 'referrers' && error.reason === 'cors_missing') {
      referrersUnknown++;
      return undefined;
    }
    lacking.push({ digest, role, error });
    return undefined;
  };
  // A bare digest tells where it is of when it is read.
  let source = repository;
  let rootManifest: Manifest | undefined;
  let [count, foreignLayers, referrersUnknown] = [0, 0, 0];
  // What refers to a bare digest is of the same repository, what it lists may be of others.
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
    onRead?.(++count);
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
    // A list is stored with its subject, so that it comes after.
    const list = await listReferrers(digest).catch((error) => lack(digest, 'referrers', error));
    lists.set(digest, list ?? []);
    return manifest;
  }, maxReadAhead);
  const parts: ClosurePart[] = [];
  const walked = walkClosure(
    { digest: root, mediaType: asMediaType('') },
    {
      ahead,
      manifest: (digest) => get(digest).catch((error) => lack(digest, 'manifest', error)),
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
    lacking,
    foreignLayers,
    referrersUnknown,
    platforms: platformsOf(rootManifest),
  };
}

/** Whether a failure is one of the browser, the network or the whole host, so that no other part fares better now. */
export function isFatal({ reason }: AppError): boolean {
  return reason === 'quota' || reason === 'offline' || reason === 'rate_limited';
}

/** Where a save failed, as an error; a read passes over it. */
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
      return { ...part, bytes: info.size, isHere: await isIntact(store, info) };
    } catch (error) {
      if (!hasCode(error, 'not_found')) throw error;
      return { ...part, bytes: part.size ?? 0, isHere: false };
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

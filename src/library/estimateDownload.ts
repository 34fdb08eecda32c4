import type { ContentStore } from '../content/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import type { Amount } from '../oci/index.ts';
import { bytesOf } from './downloadImage.ts';
import { type DownloadRequest, type ResolvedPart, type ResolveOptions, resolveClosure } from './resolveClosure.ts';

/** An amount of parts, and of those that are stored. */
interface PartsAmount extends Amount {
  readonly hereCount: number;
  readonly hereBytes: number;
}

/** Size of an image's download. */
export interface DownloadEstimate {
  /** Manifests and configs. */
  readonly documents: PartsAmount;
  /** Layers, and the blobs of artifacts. */
  readonly layers: PartsAmount;
  /** Number of referrers. */
  readonly referrers: number;
  /** Number of parts that are unavailable. */
  readonly lacking: number;
  /** Number of foreign layers, which are left out. */
  readonly foreignLayers: number;
  /** Number of manifests whose referrers are unknown because of CORS. */
  readonly referrersUnknown: number;
  /** Platforms of an index's entries. */
  readonly platforms: readonly string[];
}

/** Reads the manifests, which stores them, and sums the sizes of all parts. @throws AppError as `resolveClosure` */
export async function estimateDownload(
  dependencies: { readonly store: ContentStore; readonly pull: PullThrough },
  request: DownloadRequest,
  { onProgress, signal }: Pick<ResolveOptions, 'onProgress' | 'signal'>,
): Promise<DownloadEstimate> {
  // Layers are counted even if they are not selected.
  const withLayers = { ...request, options: { ...request.options, layers: true } };
  const { parts, missing, foreignLayers, referrersUnknown, platforms } = await resolveClosure(
    dependencies,
    withLayers,
    {
      isFresh: false,
      onProgress,
      signal,
    },
  );
  return {
    documents: amountOf(parts.filter(isDocument)),
    layers: amountOf(parts.filter((part) => !isDocument(part))),
    referrers: parts.filter(({ subject }) => subject !== undefined).length,
    lacking: missing.length,
    foreignLayers,
    referrersUnknown,
    platforms,
  };
}

function isDocument({ role }: ResolvedPart): boolean {
  return role === 'manifest' || role === 'config';
}

function amountOf(parts: readonly ResolvedPart[]): PartsAmount {
  const stored = parts.filter(({ isStored }) => isStored);
  return { count: parts.length, bytes: bytesOf(parts), hereCount: stored.length, hereBytes: bytesOf(stored) };
}

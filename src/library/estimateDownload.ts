import type { ContentStore } from '../content/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import { bytesOf } from './downloadImage.ts';
import { type DownloadRequest, type ResolvedPart, type ResolveOptions, resolveClosure } from './resolveClosure.ts';

/** Number and bytes of parts, and of those that are stored. */
export interface Amount {
  readonly count: number;
  readonly bytes: number;
  readonly hereCount: number;
  readonly hereBytes: number;
}

/** Size of an image's download. */
export interface DownloadEstimate {
  /** Manifests and configs. */
  readonly documents: Amount;
  /** Layers, and the blobs of artifacts. */
  readonly layers: Amount;
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
  { onRead, signal }: Pick<ResolveOptions, 'onRead' | 'signal'>,
): Promise<DownloadEstimate> {
  // Layers are counted even if they are not selected.
  const withLayers = { ...request, options: { ...request.options, layers: true } };
  const { parts, missing, foreignLayers, referrersUnknown, platforms } = await resolveClosure(
    dependencies,
    withLayers,
    {
      isFresh: false,
      onRead,
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

function amountOf(parts: readonly ResolvedPart[]): Amount {
  const stored = parts.filter(({ isStored }) => isStored);
  return { count: parts.length, bytes: bytesOf(parts), hereCount: stored.length, hereBytes: bytesOf(stored) };
}

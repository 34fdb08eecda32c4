import type { ContentStore } from '../content/index.ts';
import { type DownloadRequest, type ResolvedPart, type ResolveOptions, resolveClosure } from './gather.ts';
import { bytesOf } from './keepWhole.ts';
import type { PullThrough } from './pullThrough.ts';

/** So many things, so many bytes; and how much of that is stored. */
export interface Amount {
  readonly count: number;
  readonly bytes: number;
  readonly hereCount: number;
  readonly hereBytes: number;
}

/** What an image takes, before it is kept. */
export interface Measured {
  /** Manifests and configs. */
  readonly documents: Amount;
  /** Layers, and the blobs of artifacts. */
  readonly layers: Amount;
  /** How many manifests refer to another. */
  readonly referrers: number;
  readonly lacking: number;
  /** Layers that are to be had elsewhere, and are left out. */
  readonly foreignLayers: number;
  /** Manifests of which the registry hides, by CORS, whether anything refers to them. */
  readonly referrersUnknown: number;
  /** Of an index: the platforms of its entries. */
  readonly platforms: readonly string[];
}

/** Reads the manifests, which are stored by that, and tells what all of it takes. @throws AppError as `resolveClosure` */
export async function estimateDownload(
  dependencies: { readonly store: ContentStore; readonly pull: PullThrough },
  asked: DownloadRequest,
  { onRead, signal }: Pick<ResolveOptions, 'onRead' | 'signal'>,
): Promise<Measured> {
  // The size of layers is told whether or not they are wanted.
  const wanted = { ...asked, options: { ...asked.options, layers: true } };
  const { parts, lacking, foreignLayers, referrersUnknown, platforms } = await resolveClosure(dependencies, wanted, {
    isFresh: false,
    onRead,
    signal,
  });
  return {
    documents: amountOf(parts.filter(isDocument)),
    layers: amountOf(parts.filter((part) => !isDocument(part))),
    referrers: parts.filter(({ subject }) => subject !== undefined).length,
    lacking: lacking.length,
    foreignLayers,
    referrersUnknown,
    platforms,
  };
}

function isDocument({ role }: ResolvedPart): boolean {
  return role === 'manifest' || role === 'config';
}

function amountOf(parts: readonly ResolvedPart[]): Amount {
  const here = parts.filter(({ isHere }) => isHere);
  return { count: parts.length, bytes: bytesOf(parts), hereCount: here.length, hereBytes: bytesOf(here) };
}

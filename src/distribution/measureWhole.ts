import type { ContentStore } from '../content/index.ts';
import { type GatheredPart, type GatherOptions, gather, type WholeAsked } from './gather.ts';
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
  readonly elsewhere: number;
  /** Manifests of which the registry hides, by CORS, whether anything refers to them. */
  readonly hidden: number;
  /** Of an index: the platforms of its entries. */
  readonly platforms: readonly string[];
}

/** Reads the manifests, which are stored by that, and tells what all of it takes. @throws AppError as `gather` */
export async function measureWhole(
  dependencies: { readonly store: ContentStore; readonly pull: PullThrough },
  asked: WholeAsked,
  { onRead, signal }: Pick<GatherOptions, 'onRead' | 'signal'>,
): Promise<Measured> {
  // The size of layers is told whether or not they are wanted.
  const wanted = { ...asked, options: { ...asked.options, layers: true } };
  const { parts, lacking, elsewhere, hidden, platforms } = await gather(dependencies, wanted, {
    isFresh: false,
    onRead,
    signal,
  });
  return {
    documents: amountOf(parts.filter(isDocument)),
    layers: amountOf(parts.filter((part) => !isDocument(part))),
    referrers: parts.filter(({ subject }) => subject !== undefined).length,
    lacking: lacking.length,
    elsewhere,
    hidden,
    platforms,
  };
}

function isDocument({ role }: GatheredPart): boolean {
  return role === 'manifest' || role === 'config';
}

function amountOf(parts: readonly GatheredPart[]): Amount {
  const here = parts.filter(({ isHere }) => isHere);
  return { count: parts.length, bytes: bytesOf(parts), hereCount: here.length, hereBytes: bytesOf(here) };
}

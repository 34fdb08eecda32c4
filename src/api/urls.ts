import type { Repository } from '../oci/index.ts';

/** The requested part of a list (distribution-spec, "Listing Tags"). */
export interface PageAsked {
  readonly n?: number;
  readonly last?: string;
}

/** `measure`: reports sizes and fetches manifests only. `check`: compares with what is stored and fetches nothing. */
export type WholePurpose = 'keep' | 'measure' | 'check';

/** The selected parts of an image: all platforms of an index if `platforms` is absent. */
export interface WholeOptions {
  readonly layers: boolean;
  readonly referrers: boolean;
  readonly platforms?: readonly string[] | undefined;
}

export function manifestUrl(repository: Repository | undefined, reference: string): string {
  return repository
    ? `/v2/${repository.name}/manifests/${reference}?ns=${repository.host}`
    : `/-/manifests/${reference}`;
}

/** Returns the URL of a blob. `isWhole` refuses blobs over 4 MiB and stops their download once the size is known. */
export function blobUrl(repository: Repository | undefined, digest: string, isWhole = false): string {
  if (!repository) return `/-/blobs/${digest}`;
  return `/v2/${repository.name}/blobs/${digest}?ns=${repository.host}${isWhole ? '&whole' : ''}`;
}

export const presentUrl = '/-/present';
export const storageUrl = '/-/storage';
export const logUrl = '/-/log';
/** GET: stored content by image, `ContentResponse`. POST: a `ContentChange`; the answer is the removed content, `Freed`. */
export const contentUrl = '/-/content';
/** GET: every blob, `{"blobs":HeldBlob[]}`. */
export const blobsUrl = '/-/content/blobs';
/** POST: hashes all stored content, or with `?root=<digest>` that of one image; the answer is lines of `VerifyStep`. */
export const verifyUrl = '/-/verify';
/** POST: pinned and recently opened images, `RootsTold`. */
export const rootsUrl = '/-/roots';

/** GET: pinned and offline images, `ImageLists`. POST: a `ListsChange`; the answer is the stored lists and whether they changed. */
export const listsUrl = '/-/lists';

export const ingestsUrl = '/-/ingests';

/** Reports whether a path belongs to the registry API or the app's own API, rather than to a file of the app. */
export function isRegistryPath(pathname: string): boolean {
  return pathname === '/v2' || pathname.startsWith('/v2/') || pathname.startsWith('/-/');
}

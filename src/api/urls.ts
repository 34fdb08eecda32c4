import { AppError } from '../errors/index.ts';
import type { Repository } from '../oci/index.ts';
import { type Digest, isPath, isTag, parseDigest } from '../oci/index.ts';
import { type ArchiveQuestion, readArchiveQuestion } from './archiveQuestion.ts';
import { type ExportRoute, parseExportRoute } from './exports.ts';
import { credentialsUrl, hostsUrl } from './settings.ts';

/** A parsed request to the worker's registry (docs/design.md §2). */
export type Route =
  | { readonly kind: 'base' }
  | { readonly kind: 'manifests'; readonly repository: Repository; readonly reference: string }
  | {
      readonly kind: 'blobs';
      readonly repository: Repository;
      readonly digest: Digest;
      /** Refuse blobs over 4 MiB. */
      readonly isWhole: boolean;
    }
  | {
      readonly kind: 'referrers';
      readonly repository: Repository;
      readonly digest: Digest;
      readonly artifactType: string | undefined;
    }
  | { readonly kind: 'tags'; readonly repository: Repository; readonly page: PageAsked }
  | { readonly kind: 'catalog'; readonly host: string; readonly page: PageAsked }
  | { readonly kind: 'stored-manifest' | 'stored-blob' | 'parents'; readonly digest: Digest }
  | { readonly kind: 'stored-referrers'; readonly repository: Repository; readonly digest: Digest }
  | {
      readonly kind: 'keep';
      readonly repository: Repository;
      readonly digest: Digest;
      /** bytes, as a descriptor states them */
      readonly size: number | undefined;
    }
  | ExportRoute
  | ({
      readonly kind: 'keep-whole';
      readonly repository: Repository | undefined;
      readonly digest: Digest;
      readonly purpose: WholePurpose;
    } & WholeOptions)
  | { readonly kind: 'host-test'; readonly host: string }
  | { readonly kind: 'reach'; readonly origin: string }
  | { readonly kind: 'import'; readonly question: ArchiveQuestion }
  | { readonly kind: OwnKind };

type OwnKind =
  | 'present'
  | 'storage'
  | 'log'
  | 'credentials'
  | 'hosts'
  | 'content'
  | 'content-blobs'
  | 'verify'
  | 'roots'
  | 'lists'
  | 'ingests';

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

const hostName = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::\d{1,5})?$/;

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

const ownKinds: ReadonlyMap<string, OwnKind> = new Map([
  [presentUrl, 'present'],
  [storageUrl, 'storage'],
  [logUrl, 'log'],
  [credentialsUrl, 'credentials'],
  [hostsUrl, 'hosts'],
  [contentUrl, 'content'],
  [blobsUrl, 'content-blobs'],
  [verifyUrl, 'verify'],
  [rootsUrl, 'roots'],
  [listsUrl, 'lists'],
  [ingestsUrl, 'ingests'],
]);

/** Reports whether a path belongs to the registry API or the app's own API, rather than to a file of the app. */
export function isRegistryPath(pathname: string): boolean {
  return pathname === '/v2' || pathname.startsWith('/v2/') || pathname.startsWith('/-/');
}

/**
 * Parses a URL of the API; undefined for any other path.
 *
 * @throws AppError invalid_argument if host, name, tag or digest is invalid, `n` is not 1 to 9999, or `size` is not a byte count
 */
export function parseRoute(url: URL): Route | undefined {
  const { pathname } = url;
  const own = /^\/-\/(manifests|blobs|parents)\/(.+)$/.exec(pathname);
  if (own?.[2]) return { kind: ownKind(own[1]), digest: parseDigest(decode(own[2])) };
  const of = /^\/-\/(referrers|ingests)\/(.+)\/([^/]+)$/.exec(pathname);
  if (of?.[2] && of[3]) {
    const asked = {
      repository: { host: parseHost(url), name: parseName(decode(of[2])) },
      digest: parseDigest(decode(of[3])),
    };
    return of[1] === 'ingests'
      ? { kind: 'keep', ...asked, size: parseSize(url) }
      : { kind: 'stored-referrers', ...asked };
  }
  const exported = pathname.startsWith('/-/export') ? parseExportRoute(url) : undefined;
  if (exported) return exported;
  const whole = /^\/-\/keep\/(?:(.+)\/)?([^/]+)$/.exec(pathname);
  if (whole?.[2]) {
    const repository = whole[1] ? { host: parseHost(url), name: parseName(decode(whole[1])) } : undefined;
    return { kind: 'keep-whole', repository, digest: parseDigest(decode(whole[2])), ...parseWhole(url) };
  }
  const plain = ownKinds.get(pathname);
  if (plain) return { kind: plain };
  if (pathname === '/-/import') return { kind: 'import', question: readArchiveQuestion(url) };
  if (pathname === `${hostsUrl}/test`) return { kind: 'host-test', host: parseHost(url, 'host') };
  if (pathname === `${hostsUrl}/reach`)
    return { kind: 'reach', origin: `http${url.searchParams.has('plain') ? '' : 's'}://${parseHost(url, 'host')}` };
  if (pathname === '/v2' || pathname === '/v2/') return { kind: 'base' };
  if (pathname === '/v2/_catalog') return { kind: 'catalog', host: parseHost(url), page: parsePage(url) };
  const content = /^\/v2\/(.+)\/(manifests|blobs|referrers|tags)\/([^/]+)$/.exec(pathname);
  if (!content?.[1] || !content[3] || (content[2] === 'tags' && content[3] !== 'list')) return undefined;
  const repository = { host: parseHost(url), name: parseName(decode(content[1])) };
  const reference = decode(content[3]);
  if (content[2] === 'tags') return { kind: 'tags', repository, page: parsePage(url) };
  if (content[2] === 'referrers') {
    const artifactType = url.searchParams.get('artifactType') || undefined;
    return { kind: 'referrers', repository, digest: parseDigest(reference), artifactType };
  }
  if (content[2] === 'blobs') {
    return { kind: 'blobs', repository, digest: parseDigest(reference), isWhole: url.searchParams.has('whole') };
  }
  if (reference.includes(':')) return { kind: 'manifests', repository, reference: parseDigest(reference) };
  if (!isTag(reference)) throw invalid('tag', reference);
  return { kind: 'manifests', repository, reference };
}

function ownKind(name: string | undefined): 'stored-manifest' | 'stored-blob' | 'parents' {
  if (name === 'parents') return name;
  return name === 'blobs' ? 'stored-blob' : 'stored-manifest';
}

function parseHost(url: URL, parameter = 'ns'): string {
  const host = url.searchParams.get(parameter) ?? url.host;
  if (!hostName.test(host)) throw invalid('host', host);
  return host;
}

function parsePage({ searchParams }: URL): PageAsked {
  const n = searchParams.get('n');
  const last = searchParams.get('last');
  if (n !== null && !/^[1-9]\d{0,3}$/.test(n)) throw invalid('count', n);
  return { ...(n === null ? {} : { n: Number(n) }), ...(last === null ? {} : { last }) };
}

function parseSize({ searchParams }: URL): number | undefined {
  const size = searchParams.get('size');
  if (size !== null && !/^\d{1,15}$/.test(size)) throw invalid('size', size);
  return size === null ? undefined : Number(size);
}

function parseWhole({ searchParams }: URL): WholeOptions & { readonly purpose: WholePurpose } {
  const platforms = searchParams.getAll('platform');
  return {
    layers: searchParams.has('layers'),
    referrers: searchParams.has('referrers'),
    ...(platforms.length > 0 ? { platforms } : {}),
    purpose: searchParams.has('measure') ? 'measure' : searchParams.has('check') ? 'check' : 'keep',
  };
}

function parseName(name: string): string {
  if (name.length > 255 || !isPath(name)) throw invalid('repository name', name);
  return name;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new AppError('invalid_argument', `"${text}" is not percent-encoded text`, {
      reason: 'invalid_reference',
      cause: error,
    });
  }
}

function invalid(what: string, text: string): AppError {
  return new AppError('invalid_argument', `${what} ${JSON.stringify(text.slice(0, 300))} is not valid`, {
    reason: 'invalid_reference',
  });
}

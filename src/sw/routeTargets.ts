import type { ArchiveQuestion, ExportOptions, PageAsked, WholeOptions, WholePurpose } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import {
  type Digest,
  isDigest,
  isPath,
  isTag,
  parseDigest,
  parseNamedReference,
  type Repository,
  tagNameOnly,
} from '../oci/index.ts';

// Parsers of paths and queries, for the `parse` of routes. All throw AppError invalid_argument.

const hostName = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::\d{1,5})?$/;
const maxPlatforms = 1000;

interface NamePath {
  readonly name: string;
}

interface DigestPath {
  readonly digest: string;
}

/** Returns the host in the query; the app's own if it names no host. */
export function parseHost(url: URL, parameter = 'ns'): string {
  const host = url.searchParams.get(parameter) ?? url.host;
  if (!hostName.test(host)) throw invalid('host', host);
  return host;
}

export function parseRepository({ name }: NamePath, url: URL): { readonly repository: Repository } {
  return { repository: { host: parseHost(url), name: parseName(decode(name)) } };
}

export function parseManifest(
  { name, reference }: NamePath & { readonly reference: string },
  url: URL,
): { readonly repository: Repository; readonly reference: string } {
  const { repository } = parseRepository({ name }, url);
  const text = decode(reference);
  if (text.includes(':')) return { repository, reference: parseDigest(text) };
  if (!isTag(text)) throw invalid('tag', text);
  return { repository, reference: text };
}

export function parseContent({ digest }: DigestPath): { readonly digest: Digest } {
  return { digest: parseDigest(decode(digest)) };
}

export function parseRepositoryContent(
  path: NamePath & DigestPath,
  url: URL,
): { readonly repository: Repository; readonly digest: Digest } {
  return { ...parseRepository(path, url), ...parseContent(path) };
}

/** Parses the requested part of a list: `n` is 1 to 9999. */
export function parsePage({ searchParams }: URL): { readonly page: PageAsked } {
  const n = searchParams.get('n');
  const last = searchParams.get('last');
  if (n !== null && !/^[1-9]\d{0,3}$/.test(n)) throw invalid('count', n);
  return { page: { ...(n === null ? {} : { n: Number(n) }), ...(last === null ? {} : { last }) } };
}

/** Parses the size in bytes that a descriptor states. */
export function parseSize({ searchParams }: URL): { readonly size: number | undefined } {
  const size = searchParams.get('size');
  if (size !== null && !/^\d{1,15}$/.test(size)) throw invalid('size', size);
  return { size: size === null ? undefined : Number(size) };
}

export function parseDownloadOptions({ searchParams }: URL): WholeOptions & { readonly purpose: WholePurpose } {
  const platforms = searchParams.getAll('platform');
  return {
    layers: searchParams.has('layers'),
    referrers: searchParams.has('referrers'),
    ...(platforms.length > 0 ? { platforms } : {}),
    purpose: searchParams.has('measure') ? 'measure' : searchParams.has('check') ? 'check' : 'keep',
  };
}

export function parseExportContent({ digest }: DigestPath): { readonly digest: Digest } {
  const text = digest.replace(/%3a/i, ':');
  if (!isDigest(text)) throw refuse(`digest ${JSON.stringify(text.slice(0, 200))} is not valid`);
  return { digest: text };
}

export function parseExport(path: DigestPath, { searchParams }: URL): ExportOptions & { readonly digest: Digest } {
  const { digest } = parseExportContent(path);
  const platforms = searchParams.getAll('platform');
  if (platforms.length > maxPlatforms) throw refuse(`more than ${maxPlatforms} platforms are named`);
  const as = searchParams.get('as');
  return {
    digest,
    ...(as === null ? {} : { as: tagNameOnly(parseNamedReference(as)) }),
    platforms,
    referrers: searchParams.has('referrers'),
  };
}

/** Returns the ticket of a file that a page announces; '' if the query has no ticket. */
export function parseTicket({ searchParams }: URL): { readonly ticket: string } {
  return { ticket: searchParams.get('ticket') ?? '' };
}

export function parseArchiveQuestion({ searchParams }: URL): ArchiveQuestion {
  if (searchParams.has('list')) return { isList: true };
  const ifRefused = searchParams.get('refused') ?? 'nothing';
  if (ifRefused !== 'keep' && ifRefused !== 'nothing') {
    throw new AppError('invalid_argument', `refused "${ifRefused}" is neither keep nor nothing`, {
      reason: 'unsupported',
    });
  }
  const images = searchParams.getAll('image').map(parseDigest);
  return { isList: false, images: images.length > 0 ? images : undefined, ifRefused };
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
  return refuse(`${what} ${JSON.stringify(text.slice(0, 300))} is not valid`);
}

function refuse(message: string): AppError {
  return new AppError('invalid_argument', message, { reason: 'invalid_reference' });
}

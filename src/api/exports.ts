import { AppError } from '../errors/index.ts';
import { type Digest, isDigest, type NamedReference, parseNamedReference, tagNameOnly } from '../oci/index.ts';

// Messages between page and worker about files of images and blobs.

/** The selection and the name of an image to export. */
export interface ExportOptions {
  /** Name of the image in the file; its tag is `latest` if it has neither tag nor digest. */
  readonly as?: NamedReference | undefined;
  /** Platforms of an index, as `formatPlatform` writes them; empty for all. */
  readonly platforms: readonly string[];
  readonly referrers: boolean;
}

/**
 * Returns the URL of an image's file. `ticket` identifies the download for `progressUrl`. A navigation to the URL downloads the
 * file, once and within a minute after a HEAD request with that ticket; any other navigation is redirected to the page.
 */
export function exportUrl(digest: string, asked: ExportOptions, ticket?: string): string {
  return `/-/export/${digest}${query(asked, ticket)}`;
}

export function exportPlanUrl(digest: string, asked: ExportOptions): string {
  return `/-/export/${digest}/plan${query(asked)}`;
}

/** Returns the URL of one stored item as a file; navigations are handled as for `exportUrl`. */
export function contentFileUrl(digest: string, mediaType: string, ticket?: string): string {
  const ticketQuery = ticket === undefined ? '' : `&ticket=${ticket}`;
  return `/-/export/${digest}/file?type=${encodeURIComponent(mediaType)}${ticketQuery}`;
}

export function progressUrl(ticket: string): string {
  return `/-/exports/${ticket}`;
}

export type ExportRoute =
  | ({ readonly kind: 'export'; readonly digest: Digest; readonly ticket: string } & ExportOptions)
  | ({ readonly kind: 'export-plan'; readonly digest: Digest } & ExportOptions)
  | { readonly kind: 'export-file'; readonly digest: Digest; readonly mediaType: string; readonly ticket: string }
  | { readonly kind: 'export-progress'; readonly ticket: string };

/** Parses what follows `/-/export/` or `/-/exports/`; undefined for other paths. @throws AppError invalid_argument */
export function parseExportRoute({ pathname, searchParams }: URL): ExportRoute | undefined {
  const progress = /^\/-\/exports\/([\w-]{1,64})$/.exec(pathname);
  if (progress?.[1]) return { kind: 'export-progress', ticket: progress[1] };
  const [, stated, part] = /^\/-\/export\/([^/]+)(?:\/(plan|file))?$/.exec(pathname) ?? [];
  if (stated === undefined) return undefined;
  const text = stated.replace(/%3a/i, ':');
  if (!isDigest(text)) throw refuse(`digest ${JSON.stringify(text.slice(0, 200))} is not valid`);
  const ticket = searchParams.get('ticket') ?? '';
  if (part === 'file') return { kind: 'export-file', digest: text, mediaType: searchParams.get('type') ?? '', ticket };
  const platforms = searchParams.getAll('platform');
  if (platforms.length > maxPlatforms) throw refuse(`more than ${maxPlatforms} platforms are named`);
  const as = searchParams.get('as');
  const asked: ExportOptions = {
    ...(as === null ? {} : { as: tagNameOnly(parseNamedReference(as)) }),
    platforms,
    referrers: searchParams.has('referrers'),
  };
  return part === 'plan'
    ? { kind: 'export-plan', digest: text, ...asked }
    : { kind: 'export', digest: text, ticket, ...asked };
}

const maxPlatforms = 1000;

function query({ as, platforms, referrers }: ExportOptions, ticket?: string): string {
  const parameters = new URLSearchParams();
  if (as)
    parameters.set(
      'as',
      `${as.domain === '' ? '' : `${as.domain}/`}${as.path}${as.tag === undefined ? '' : `:${as.tag}`}`,
    );
  for (const platform of platforms) parameters.append('platform', platform);
  if (referrers) parameters.set('referrers', '');
  if (ticket !== undefined) parameters.set('ticket', ticket);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function refuse(message: string): AppError {
  return new AppError('invalid_argument', message, { reason: 'invalid_reference' });
}

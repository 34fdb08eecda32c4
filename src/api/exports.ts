import { AppError } from '../errors/index.ts';
import { type Digest, isDigest, type NamedReference, parseNamedReference, tagNameOnly } from '../oci/index.ts';

// What page and worker tell each other of images and content that become files.

/** What is to be in the file of an image. */
export interface ExportOptions {
  /** What the image is called in it; `latest` where it has neither tag nor digest. */
  readonly as?: NamedReference | undefined;
  /** Of an index, as `formatPlatform` writes them; all where none is named. */
  readonly platforms: readonly string[];
  readonly referrers: boolean;
}

/**
 * The file itself. `ticket` is what `progressUrl` is asked with. A navigation to it is a download, once, where a HEAD with that
 * ticket was answered within the minute before; every other one leads to the page.
 */
export function exportUrl(digest: string, asked: ExportOptions, ticket?: string): string {
  return `/-/export/${digest}${query(asked, ticket)}`;
}

export function exportPlanUrl(digest: string, asked: ExportOptions): string {
  return `/-/export/${digest}/plan${query(asked)}`;
}

/** One piece of stored content as a file; a navigation to it as to `exportUrl`. */
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

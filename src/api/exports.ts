import type { NamedReference } from '../oci/index.ts';

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

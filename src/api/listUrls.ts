import type { Repository } from '../oci/index.ts';
import type { PageAsked } from './urls.ts';

export function tagsUrl({ host, name }: Repository, page: PageAsked = {}): string {
  return `/v2/${name}/tags/list?ns=${host}${pageQuery(page)}`;
}

export function catalogUrl(host: string, page: PageAsked = {}): string {
  return `/v2/_catalog?ns=${host}${pageQuery(page)}`;
}

/** Returns the URL of a digest's referrers, of one artifact type or of all. */
export function referrersUrl({ host, name }: Repository, digest: string, artifactType?: string): string {
  const filter = artifactType === undefined ? '' : `&artifactType=${encodeURIComponent(artifactType)}`;
  return `/v2/${name}/referrers/${digest}?ns=${host}${filter}`;
}

/** Returns the URL of the stored referrers list; no registry is asked. */
export function storedReferrersUrl({ host, name }: Repository, digest: string): string {
  return `/-/referrers/${name}/${digest}?ns=${host}`;
}

/** Returns the `Link` header that points to the next page (RFC 8288). */
export function nextLink(url: string): string {
  return `<${url}>; rel="next"`;
}

function pageQuery({ n, last }: PageAsked): string {
  return `${n === undefined ? '' : `&n=${n}`}${last === undefined ? '' : `&last=${encodeURIComponent(last)}`}`;
}

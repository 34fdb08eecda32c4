import type { Answer } from './httpTransport.ts';

/** The rest of a longer header is ignored. */
const maxHeaderLength = 8192;

/**
 * Returns the query of the next page from an answer's `Link` (RFC 8288): that of the first link with `next` in its `rel`,
 * without `ns`, which the endpoint adds. Uses only the query, so that the next request goes to the same host and path, whatever
 * name a registry, or a proxy in front of it, uses for itself.
 */
export function nextQuery({ response }: Answer): URLSearchParams | undefined {
  const header = response.headers.get('link')?.slice(0, maxHeaderLength) ?? '';
  for (const [, target, parameters = ''] of header.matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (!isNext(parameters)) continue;
    const query = new URLSearchParams(target?.replace(/^[^?]*|#.*/g, ''));
    query.delete('ns');
    return query;
  }
  return undefined;
}

/** Tells whether the first `rel` has `next`. A second `rel` does not count (RFC 8288 §3.3); quoted values are skipped. */
function isNext(parameters: string): boolean {
  for (const [, name, value = ''] of parameters.matchAll(/;\s*([\w*-]+)\s*=\s*("[^"]*"|[^\s;,"]+)/g)) {
    if (/^rel$/i.test(name ?? '')) return /(?:^|["\s])next(?:["\s]|$)/i.test(value);
  }
  return false;
}

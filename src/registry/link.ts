import type { Answer } from './transport.ts';

/** More of a header than this is not looked at. */
const maxHeaderLength = 8192;

/**
 * The query of the page after, from an answer's `Link` (RFC 8288): that of the first link whose `rel` has `next`, without
 * `ns`, which the place adds itself. Only the query is taken, so that the next request goes to the host and path of this
 * one, whatever a registry, or the proxy before it, calls itself.
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

/** A second `rel` does not count (RFC 8288 §3.3); quoted values are stepped over whole. */
function isNext(parameters: string): boolean {
  for (const [, name, value = ''] of parameters.matchAll(/;\s*([\w*-]+)\s*=\s*("[^"]*"|[^\s;,"]+)/g)) {
    if (/^rel$/i.test(name ?? '')) return /(?:^|["\s])next(?:["\s]|$)/i.test(value);
  }
  return false;
}

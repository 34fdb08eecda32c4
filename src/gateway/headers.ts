import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http';

const forwarded = ['accept', 'authorization', 'if-none-match', 'range'] as const;

/** Headers of a registry that the gateway returns; all others, also hop-by-hop headers and cookies, are dropped. */
const returned =
  /^(accept-ranges|age|cache-control|content-(encoding|length|range|type)|date|docker-[\w-]+|etag|expires|last-modified|oci-[\w-]+|(x-)?ratelimit-[\w-]+|retry-after|vary|warning)$/;

/** Returns the headers of a browser's request to forward to a registry. Requests unencoded bytes, since digests hash those. */
export function requestHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const entries = forwarded.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
  return { ...Object.fromEntries(entries), 'accept-encoding': 'identity', 'user-agent': 'ociscope-gateway' };
}

/** Returns the headers of a registry's answer to send to the browser. */
export function responseHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => returned.test(name)));
}

/**
 * Sets headers on every answer, also refusals, so that browsers neither run nor sniff a registry's content and no other site reads
 * it. Removes CORS headers that other middleware set.
 */
export function setSafetyHeaders(response: ServerResponse): void {
  for (const name of response.getHeaderNames()) {
    if (name.startsWith('access-control-')) response.removeHeader(name);
  }
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-security-policy', "sandbox; default-src 'none'");
  response.setHeader('cross-origin-resource-policy', 'same-origin');
}

/**
 * Rewrites the path in a registry's `Link` to one of the gateway (distribution-spec, listing tags). Returns undefined if it leads
 * to another server.
 */
export function rewriteLink(link: string, requested: URL, server: string, prefix: string): string | undefined {
  const [, target, parameters = ''] = /^\s*<([^<>]*)>(;[^<>,]*)?$/.exec(link) ?? [];
  if (target === undefined || !URL.canParse(target, requested)) return undefined;
  const { href } = new URL(target, requested);
  return href.startsWith(`${server}/v2/`) ? `<${prefix}${href.slice(server.length)}>${parameters}` : undefined;
}

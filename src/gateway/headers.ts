import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http';

const passedOn = ['accept', 'authorization', 'if-none-match', 'range'] as const;

/** What a registry may say through the gateway; all else, hop-by-hop headers and cookies too, is left out. */
const passedBack =
  /^(accept-ranges|age|cache-control|content-(encoding|length|range|type)|date|docker-[\w-]+|etag|expires|last-modified|oci-[\w-]+|(x-)?ratelimit-[\w-]+|retry-after|vary|warning)$/;

/** Of a browser's request: what goes on to a registry. Bytes are asked for as they are, since digests are of those. */
export function requestHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const kept = passedOn.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
  return { ...Object.fromEntries(kept), 'accept-encoding': 'identity', 'user-agent': 'ociscope-gateway' };
}

/** Of a registry's answer: what goes back to the browser. */
export function responseHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => passedBack.test(name)));
}

/**
 * On every answer, refusals too: nothing of a registry is run or sniffed, no other site reads it. CORS headers that were set
 * on the way here are taken back.
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
 * A `Link` of a registry, whose targets are paths of its own, as paths of the gateway (distribution-spec, listing tags).
 * Undefined where it leads anywhere else.
 */
export function rewriteLink(link: string, asked: URL, server: string, prefix: string): string | undefined {
  const [, target, parameters = ''] = /^\s*<([^<>]*)>(;[^<>,]*)?$/.exec(link) ?? [];
  if (target === undefined || !URL.canParse(target, asked)) return undefined;
  const { href } = new URL(target, asked);
  return href.startsWith(`${server}/v2/`) ? `<${prefix}${href.slice(server.length)}>${parameters}` : undefined;
}

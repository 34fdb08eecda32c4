import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../errors/index.ts';
import { type HostEntry, registryOrigin } from '../registry/index.ts';
import { requestHeaders, responseHeaders, rewriteLink, setSafetyHeaders } from './headers.ts';
import { sendRefusal } from './refusal.ts';
import { gatewayPath, parseTarget } from './target.ts';
import { TokenServices, tokenUrl } from './tokenServices.ts';
import { Upstream, type UpstreamAnswer, type UpstreamOptions } from './upstream.ts';
import { assertOwnVisitor, type IsOwnName } from './visitor.ts';

export interface GatewayOptions extends UpstreamOptions {
  /** Only these are asked. */
  readonly hosts: ReadonlyMap<string, HostEntry>;
  readonly isOwnName: IsOwnName;
  /** Told of what is no AppError: a fault of the gateway's own. */
  readonly onFault?: (error: unknown) => void;
}

/** Answers what is below `/gateway/`, and calls `next` for all else. */
export type Gateway = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** One listed host, as a visitor asks for it. */
interface Way {
  readonly host: string;
  /** Base URL of the host, without a slash at its end. */
  readonly server: string;
  /** URL of the host's token service, as the visitor sees it. */
  readonly ownRealm: string;
  readonly signal: AbortSignal;
}

/**
 * A way to registries that send no CORS: `GET,HEAD /gateway/<host>/v2/…` is asked of the listed host, and
 * `/gateway/<host>/token` of the token service it names. Bodies are streamed as they come; a visitor who leaves ends the
 * request. What is refused is answered with the distribution-spec's error body (docs/decisions/gateway.md).
 */
export function createGateway({ hosts, isOwnName, onFault = () => {}, ...options }: GatewayOptions): Gateway {
  const relay = new Relay(hosts, isOwnName, new Upstream(options, listedOrigins(hosts)));
  return (request, response, next) => {
    if (!request.url?.startsWith(gatewayPath)) return next();
    relay.answer(request, response).catch((error: unknown) => {
      // One who left, or a registry that cut its answer, is no fault of the gateway.
      if (!(error instanceof AppError || response.headersSent || response.destroyed)) onFault(error);
      sendRefusal(response, error, request.method === 'HEAD');
    });
  };
}

class Relay {
  readonly #hosts: ReadonlyMap<string, HostEntry>;
  readonly #isOwnName: IsOwnName;
  readonly #upstream: Upstream;
  readonly #tokenServices = new TokenServices();

  constructor(hosts: ReadonlyMap<string, HostEntry>, isOwnName: IsOwnName, upstream: Upstream) {
    this.#hosts = hosts;
    this.#isOwnName = isOwnName;
    this.#upstream = upstream;
  }

  /** @throws AppError for what is refused or fails before the answer has begun */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      const message = `the gateway answers GET and HEAD, not ${method}`;
      throw new AppError('not_implemented', message, { reason: 'unsupported' });
    }
    const { origin } = assertOwnVisitor(request, this.#isOwnName);
    const { host, path, query } = parseTarget(url, this.#hosts);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const server = serverOf(host, this.#hosts.get(host));
    const way: Way = { host, server, ownRealm: `${origin}${gatewayPath}${host}/token`, signal: gone.signal };
    const isToken = path === 'token';
    const asked = await this.#upstream.ask({
      url: isToken ? tokenUrl(await this.#realm(way), query) : new URL(`${server}${path}${query}`),
      method,
      headers: requestHeaders(request.headers),
      signal: gone.signal,
      server,
    });
    const challenge = isToken ? undefined : this.#rewriteChallenge(asked, way);
    writeHead(response, asked, way);
    if (challenge !== undefined) response.setHeader('www-authenticate', challenge);
    if (isToken) response.setHeader('cache-control', 'no-store');
    await pipeline(asked.answer, response);
  }

  /** The host is asked once where it has not yet named its token service. */
  async #realm(way: Way): Promise<URL> {
    const { host, server, signal } = way;
    const known = this.#tokenServices.of(host);
    if (known) return known;
    const url = new URL(`${server}/v2/`);
    const asked = await this.#upstream.ask({ url, method: 'GET', headers: requestHeaders({}), signal, server });
    asked.answer.destroy();
    this.#rewriteChallenge(asked, way);
    const learned = this.#tokenServices.of(host);
    if (learned) return learned;
    throw new AppError('not_found', `"${host}" names no token service`, { reason: 'not_found', detail: { host } });
  }

  /** Only the host itself says who its token service is, not where it sent us. */
  #rewriteChallenge({ answer, url }: UpstreamAnswer, { host, server, ownRealm }: Way): string | undefined {
    const header = answer.headers['www-authenticate'];
    if (header === undefined || url.origin !== new URL(server).origin) return undefined;
    return this.#tokenServices.rewrite(header, host, ownRealm);
  }
}

function writeHead(response: ServerResponse, { answer, url }: UpstreamAnswer, { host, server }: Way): void {
  const { headers, statusCode = 502 } = answer;
  response.statusCode = statusCode;
  for (const [name, value] of Object.entries(responseHeaders(headers))) {
    if (value !== undefined) response.setHeader(name, value);
  }
  const link =
    headers.link === undefined ? undefined : rewriteLink(String(headers.link), url, server, gatewayPath + host);
  if (link !== undefined) response.setHeader('link', link);
  setSafetyHeaders(response);
}

/** The origins that the operator named: of hosts, and of token services set by hand. */
function listedOrigins(hosts: GatewayOptions['hosts']): ReadonlySet<string> {
  const urls = [...hosts].flatMap(([host, entry]) => [
    serverOf(host, entry),
    ...(entry.auth?.scheme === 'bearer' ? [entry.auth.realm] : []),
  ]);
  return new Set(urls.map((url) => new URL(url).origin));
}

function serverOf(host: string, entry: HostEntry | undefined): string {
  return entry?.server ?? registryOrigin(host, { isPlainHttp: entry?.plainHttp ?? false, origin: undefined });
}

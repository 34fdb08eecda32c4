import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../errors/index.ts';
import { type HostEntry, registryOrigin } from '../registry/index.ts';
import { requestHeaders, responseHeaders, rewriteLink, setSafetyHeaders } from './headers.ts';
import { sendRefusal } from './refusedRequest.ts';
import { TokenServices, tokenUrl } from './tokenServices.ts';
import { Upstream, type UpstreamAnswer, type UpstreamOptions } from './upstream.ts';
import { gatewayPath, parseTarget } from './upstreamTarget.ts';
import { assertOwnVisitor, type IsOwnName } from './visitor.ts';

export interface GatewayOptions extends UpstreamOptions {
  /** The only hosts that the gateway requests. */
  readonly hosts: ReadonlyMap<string, HostEntry>;
  readonly isOwnName: IsOwnName;
  /** Called with errors that are not an AppError: faults of the gateway itself. */
  readonly onFault?: (error: unknown) => void;
}

/** Answers requests below `/gateway/`, and calls `next` for all others. */
export type Gateway = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** The route of a request to a listed host. */
interface Route {
  readonly host: string;
  /** Base URL of the host, without a slash at its end. */
  readonly server: string;
  /** URL of the host's token service, as the visitor sees it. */
  readonly ownRealm: string;
  readonly signal: AbortSignal;
}

/**
 * Creates a gateway to registries that do not send CORS headers. Forwards `GET,HEAD /gateway/<host>/v2/…` to the listed host, and
 * `/gateway/<host>/token` to the token service it names. Streams bodies; a visitor who disconnects ends the request. Answers
 * refused requests with the distribution-spec's error body (docs/decisions/gateway.md).
 */
export function createGateway({ hosts, isOwnName, onFault = () => {}, ...options }: GatewayOptions): Gateway {
  const relay = new Relay(hosts, isOwnName, new Upstream(options, listedOrigins(hosts)));
  return (request, response, next) => {
    if (!request.url?.startsWith(gatewayPath)) return next();
    relay.answer(request, response).catch((error: unknown) => {
      // A visitor who disconnected, or a registry that cut its answer, is not a fault of the gateway.
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

  /** Answers a request. @throws AppError if it is refused, or fails before the answer has begun */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      const message = `the gateway answers GET and HEAD, not ${method}`;
      throw new AppError('not_implemented', message, { reason: 'unsupported' });
    }
    const { origin } = assertOwnVisitor(request, this.#isOwnName);
    const { host, path, query } = parseTarget(url, this.#hosts);
    const disconnected = new AbortController();
    response.once('close', () => disconnected.abort());
    const server = serverOf(host, this.#hosts.get(host));
    const route: Route = {
      host,
      server,
      ownRealm: `${origin}${gatewayPath}${host}/token`,
      signal: disconnected.signal,
    };
    const isToken = path === 'token';
    const upstreamAnswer = await this.#upstream.send({
      url: isToken ? tokenUrl(await this.#realm(route), query) : new URL(`${server}${path}${query}`),
      method,
      headers: requestHeaders(request.headers),
      signal: disconnected.signal,
      server,
    });
    const challenge = isToken ? undefined : this.#rewriteChallenge(upstreamAnswer, route);
    writeHead(response, upstreamAnswer, route);
    if (challenge !== undefined) response.setHeader('www-authenticate', challenge);
    if (isToken) response.setHeader('cache-control', 'no-store');
    await pipeline(upstreamAnswer.answer, response);
  }

  /** Returns the realm of a host's token service. Requests the host once if it has not named one yet. */
  async #realm(route: Route): Promise<URL> {
    const { host, server, signal } = route;
    const known = this.#tokenServices.of(host);
    if (known) return known;
    const url = new URL(`${server}/v2/`);
    const upstreamAnswer = await this.#upstream.send({
      url,
      method: 'GET',
      headers: requestHeaders({}),
      signal,
      server,
    });
    upstreamAnswer.answer.destroy();
    this.#rewriteChallenge(upstreamAnswer, route);
    const learned = this.#tokenServices.of(host);
    if (learned) return learned;
    throw new AppError('not_found', `"${host}" names no token service`, { reason: 'not_found', detail: { host } });
  }

  /** Rewrites a challenge of the host itself. A server that the host redirected to may not name its token service. */
  #rewriteChallenge({ answer, url }: UpstreamAnswer, { host, server, ownRealm }: Route): string | undefined {
    const header = answer.headers['www-authenticate'];
    if (header === undefined || url.origin !== new URL(server).origin) return undefined;
    return this.#tokenServices.rewrite(header, host, ownRealm);
  }
}

function writeHead(response: ServerResponse, { answer, url }: UpstreamAnswer, { host, server }: Route): void {
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

/** Lists the origins that the operator configured: of hosts, and of their token services. */
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

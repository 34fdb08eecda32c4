import { lookup as systemLookup } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { AppError } from '../errors/index.ts';
import { type GatewayFault, isPrivateLine } from '../registry/index.ts';
import { createPublicLookup, isPrivateAddress, type LookupAll, privateRefused } from './privateAddress.ts';

export interface UpstreamOptions {
  readonly lookup?: LookupAll;
  readonly isPrivate?: (address: string) => boolean;
  /** Time until an answer begins. Default 30 s. */
  readonly timeoutMs?: number;
}

export interface UpstreamRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Base URL of the listed host. */
  readonly server: string;
}

export interface UpstreamAnswer {
  readonly answer: IncomingMessage;
  /** The URL after redirects. */
  readonly url: URL;
}

const maxRedirects = 5;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Sends requests and follows redirects, at most five, with `Authorization` only to its original origin. Redirects and token
 * services follow one rule: a server may point to its own origin, to https at a public address and, if it is at a private address
 * itself, to the other origins that the operator listed.
 */
export class Upstream {
  readonly #options: Required<UpstreamOptions>;
  /** Separate agents, so that a redirect never reuses a connection to a listed private server. */
  readonly #publicOnly: { readonly http: HttpAgent; readonly https: HttpsAgent };
  readonly #listed: ReadonlySet<string>;
  /** Origins of listed servers that answered from a private address. */
  readonly #privateServers = new Set<string>();

  /** `listed` are the origins that the operator named, of servers and of token services. */
  constructor(
    { lookup = systemLookup, isPrivate = isPrivateAddress, timeoutMs = 30_000 }: UpstreamOptions,
    listed: ReadonlySet<string>,
  ) {
    this.#listed = listed;
    this.#options = { lookup, isPrivate, timeoutMs };
    const agentOptions = { keepAlive: true, lookup: createPublicLookup(lookup, isPrivate) };
    this.#publicOnly = { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) };
  }

  /** Sends a request. @throws AppError unavailable if there is no answer, permission_denied if the URL is not allowed */
  async send(request: UpstreamRequest): Promise<UpstreamAnswer> {
    let { url, headers } = request;
    const server = new URL(request.server);
    for (let count = 0; count <= maxRedirects; count++) {
      const answer = await this.#sendOnce(url, { ...request, headers }, server);
      if (!redirectStatuses.has(answer.statusCode ?? 0)) return { answer, url };
      answer.destroy();
      const next = readLocation(answer.headers.location, url);
      // Stays removed if the other origin redirects back.
      if (next.origin !== url.origin) headers = withoutAuthorization(headers);
      url = next;
    }
    throw new AppError('unavailable', `"${request.url.host}" redirects more than ${maxRedirects} times`, {
      reason: 'server_error',
      detail: { host: request.url.host },
    });
  }

  async #sendOnce(url: URL, request: Omit<UpstreamRequest, 'url'>, server: URL): Promise<IncomingMessage> {
    const isServer = url.origin === server.origin;
    const mayBePrivate = isServer || (this.#privateServers.has(server.origin) && this.#listed.has(url.origin));
    if (!mayBePrivate && !isPrivateLine(url)) {
      throw new AppError('permission_denied', `"${server.host}" sends to "${url.origin}", which is not https`, {
        reason: 'denied',
        detail: { host: server.host },
      });
    }
    const name = url.hostname.replace(/^\[|\]$/g, '');
    // A literal address is not looked up, so the look-up does not check it.
    if (!mayBePrivate && isIP(name) > 0 && this.#options.isPrivate(name)) throw privateRefused(name);
    const answer = await this.#connect(url, request, mayBePrivate);
    const { remoteAddress } = answer.socket;
    if (isServer && remoteAddress !== undefined) {
      if (this.#options.isPrivate(remoteAddress)) this.#privateServers.add(server.origin);
      else this.#privateServers.delete(server.origin);
    }
    return answer;
  }

  #connect(url: URL, request: Omit<UpstreamRequest, 'url'>, mayBePrivate: boolean): Promise<IncomingMessage> {
    const { method, headers, signal } = request;
    const isHttps = url.protocol === 'https:';
    const agent = mayBePrivate ? {} : { agent: isHttps ? this.#publicOnly.https : this.#publicOnly.http };
    const { timeoutMs } = this.#options;
    return new Promise((resolve, reject) => {
      const outgoing = (isHttps ? httpsRequest : httpRequest)(
        url,
        { method, headers: { ...headers }, signal, timeout: timeoutMs, ...agent },
        (answer) => {
          outgoing.setTimeout(0);
          resolve(answer);
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The server had closed the idle connection (nodejs.org/api/http.html#requestreusedsocket).
        const isStale = outgoing.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted;
        if (isStale) resolve(this.#connect(url, request, mayBePrivate));
        else reject(wrapError(error, url));
      });
      outgoing.end();
    });
  }
}

function withoutAuthorization({ authorization: _, ...others }: Readonly<Record<string, string>>) {
  return others;
}

function readLocation(location: string | undefined, from: URL): URL {
  if (location === undefined || !URL.canParse(location, from)) {
    throw new AppError('unavailable', `"${from.host}" redirects without saying where to`, {
      reason: 'server_error',
      detail: { host: from.host },
    });
  }
  const url = new URL(location, from);
  // Node would send them as Authorization.
  url.username = '';
  url.password = '';
  return url;
}

function wrapError(error: NodeJS.ErrnoException, { host }: URL): AppError {
  if (error instanceof AppError) return error;
  const why = [error.code, error.message].filter((text) => text !== undefined && text !== '').join(': ');
  const fault = faultOf(error);
  return new AppError('unavailable', `"${host}" cannot be reached from the gateway: ${why}`, {
    reason: fault === 'tls' ? 'tls' : 'unreachable',
    detail: { host, why, fault },
    cause: error,
  });
}

function faultOf(error: NodeJS.ErrnoException): GatewayFault {
  if (isCertificateFault(error)) return 'tls';
  return faults.get(error.code) ?? (/^no answer within /.test(error.message) ? 'timeout' : 'cut');
}

/** Node's names of system errors (nodejs.org/api/errors.html#common-system-errors). */
const faults: ReadonlyMap<string | undefined, GatewayFault> = new Map([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['ETIMEDOUT', 'timeout'],
  ['EHOSTUNREACH', 'no_route'],
  ['ENETUNREACH', 'no_route'],
]);

/** OpenSSL's verify codes, as Node names them (tls, X509 certificate error codes). */
function isCertificateFault({ code = '' }: NodeJS.ErrnoException): boolean {
  return /CERT|SIGNATURE|^ERR_TLS_/.test(code);
}

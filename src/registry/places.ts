import { AppError, hasCode } from '../errors/index.ts';
import { Authorizer } from './auth.ts';
import type { RegistryOptions } from './contract.ts';
import type { Credential, Credentials, SignInRequest } from './credentials.ts';
import { type Endpoint, endpointsOf, type Hosts } from './endpoints.ts';
import { noHosts } from './hostsFile.ts';
import { type Answer, Transport } from './httpTransport.ts';
import { isSignInAccepted } from './signIn.ts';

export interface EndpointRequest {
  /** Path below `/v2/`, escaped, with any query. */
  readonly path: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly isOptional?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** An endpoint of a host, with its authentication. */
export interface EndpointClient {
  /** Base URL, which identifies the endpoint. */
  readonly base: string;
  /** Sends a request and returns the answer with any status except 401. */
  send(request: EndpointRequest): Promise<Answer>;
}

const noCredentials: Credentials = { of: async () => undefined };
const noSettings: Hosts = { file: noHosts, own: new Map() };

/** The endpoints of hosts: mirrors in order, then the server (containerd docs/hosts.md). */
export class EndpointClients {
  readonly #options: RegistryOptions;
  readonly #transport: Transport;
  readonly #authorizer: Authorizer;

  constructor(options: RegistryOptions) {
    this.#options = options;
    const { credentials = noCredentials, now, origin } = options;
    this.#transport = new Transport(options);
    this.#authorizer = new Authorizer(this.#transport, { credentials, now, origin });
  }

  /**
   * Returns the result of `work` at the first endpoint where it succeeds. If it fails at each, throws the server's error with those of
   * the mirrors in `detail.mirrors`. `scope` is that of token services.
   */
  async first<T>(host: string, scope: string, work: (client: EndpointClient) => Promise<T>): Promise<T> {
    const endpoints = await this.#endpoints(host);
    const failed: { readonly mirror: string; readonly error: string }[] = [];
    for (const endpoint of endpoints.slice(0, -1)) {
      try {
        return await work(this.#client(endpoint, scope));
      } catch (error) {
        if (!(error instanceof AppError) || hasCode(error, 'cancelled')) throw error;
        failed.push({ mirror: endpoint.base, error: error.message });
      }
    }
    const server = endpoints.at(-1);
    if (!server) throw new AppError('internal', `host "${host}" has no endpoint`);
    try {
      return await work(this.#client(server, scope));
    } catch (error) {
      throw failed.length > 0 && error instanceof AppError ? withMirrors(error, failed) : error;
    }
  }

  /** Lists the endpoints of a host, mirrors first. */
  async all(host: string, scope: string): Promise<readonly EndpointClient[]> {
    return (await this.#endpoints(host)).map((endpoint) => this.#client(endpoint, scope));
  }

  /** Tries a credential of `host` on the request that required it; see `isSignInAccepted`. */
  async trySignIn(
    host: string,
    credential: Credential,
    { registry, path, scope }: SignInRequest,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const endpoint = (await this.#endpoints(registry)).find(({ credentialHost }) => credentialHost === host);
    if (!endpoint) {
      const message = `host "${host}" is not an endpoint of "${registry}"`;
      throw new AppError('invalid_argument', message, { reason: 'unsupported' });
    }
    const { now, origin } = this.#options;
    return isSignInAccepted(this.#transport, { endpoint, path, scope, credential }, { now, origin, signal });
  }

  async #endpoints(host: string): Promise<readonly Endpoint[]> {
    const hosts = (await this.#options.hosts?.()) ?? noSettings;
    return endpointsOf(host, hosts, this.#options.origin);
  }

  #client(endpoint: Endpoint, scope: string): EndpointClient {
    return {
      base: endpoint.base,
      send: ({ path, ...request }) => {
        const query = endpoint.ns === undefined ? '' : `${path.includes('?') ? '&' : '?'}ns=${endpoint.ns}`;
        return this.#authorizer.send(
          { headers: {}, ...request, url: `${endpoint.base}/v2/${path}${query}` },
          { endpoint, scope },
        );
      },
    };
  }
}

function withMirrors({ code, message, reason, detail, cause }: AppError, mirrors: readonly unknown[]): AppError {
  return new AppError(code, message, { ...(reason ? { reason } : {}), detail: { ...detail, mirrors }, cause });
}

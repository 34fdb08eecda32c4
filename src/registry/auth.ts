import { AppError } from '../errors/index.ts';
import { isLoopback } from '../oci/index.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { basicAuthorization, type Credential, type Credentials, type SignInRequest } from './credentials.ts';
import { type Endpoint, isPrivateLine } from './endpoints.ts';
import type { Answer, Transport, TransportRequest } from './httpTransport.ts';
import { needsPreflight } from './preflight.ts';
import { sitesToAgree } from './sites.ts';
import { isRefusal, type TokenRequest, TokenSource } from './tokens.ts';

/** The sign-in that a host requires; in `detail.signIn` of the error. */
export interface SignInNeeded {
  readonly request?: SignInRequest;
  /** The host that the credentials are for. */
  readonly host: string;
  /** The host rejected the stored credentials. */
  readonly refused?: boolean;
  /** CORS hides the authentication scheme, so the person has to choose it. */
  readonly hidden?: boolean;
  /** Origins that receive the credentials and are not the host's own, or use plain http: the person has to agree to them. */
  readonly sites?: readonly string[];
}

interface Access {
  readonly endpoint: Endpoint;
  /** Scope as token services define it: `repository:library/alpine:pull`. */
  readonly scope: string;
}

export type Sender = Pick<Transport, 'send' | 'secrets'>;

/** The authentication scheme of an endpoint. */
type Scheme = { readonly kind: 'basic' } | { readonly kind: 'bearer'; readonly request: TokenRequest };

interface Authorization {
  readonly header: string;
  readonly credential: Credential | undefined;
  /** Called if it was rejected. */
  readonly forget: () => void;
}

/**
 * Sends requests with the authentication that a registry requires: first without, since `Authorization` costs a preflight; after
 * a 401 as its challenge says, and from then on at once. Without a credential it requests an anonymous token.
 */
export class Authorizer {
  readonly #transport: Sender;
  readonly #tokens: TokenSource;
  readonly #credentials: Credentials;
  readonly #origin: string | undefined;
  /** By endpoint and scope, for the life of the worker. */
  readonly #schemes = new Map<string, Scheme>();
  /** Origins that answered a request with `Authorization`: browsers may send it there. */
  readonly #acceptsAuthorization = new Set<string>();

  constructor(
    transport: Sender,
    { credentials, now, origin }: { credentials: Credentials; now: () => number; origin: string | undefined },
  ) {
    this.#transport = transport;
    this.#tokens = new TokenSource(transport, now);
    this.#credentials = credentials;
    this.#origin = origin;
  }

  /**
   * Returns the answer, which is never a 401. Checks that the browser can send `Authorization` before it requires a sign-in.
   *
   * @throws AppError unauthenticated with `detail.signIn`, reason header_hidden if CORS hides the scheme; preflight_refused
   *   instead if `Authorization` cannot be sent; else as Transport
   */
  async send(request: TransportRequest, access: Access): Promise<Answer> {
    try {
      return await this.#send(request, access);
    } catch (error) {
      if (!(error instanceof AppError) || error.detail?.signIn === undefined) throw error;
      const { refused, sites = [] } = error.detail.signIn as SignInNeeded;
      const scheme = this.#schemes.get(keyOf(access));
      const urls = refused ? [] : [...(scheme?.kind === 'bearer' ? [scheme.request.realm.href] : []), request.url];
      for (const url of urls) {
        // Nothing of a sign-in goes to a site before the person agreed to it.
        if (!sites.includes(new URL(url).origin)) await this.#assertSendable(url, request.signal);
      }
      throw withRequest(error, request.url, access);
    }
  }

  /** @throws AppError preflight_refused, or another reason why a request with `Authorization` got no answer */
  async #assertSendable(url: string, signal: AbortSignal | undefined): Promise<void> {
    const { origin } = new URL(url);
    // No scheme has this name: the header authenticates nobody, and makes the browser send the same preflight.
    const headers = { authorization: 'Anonymous' };
    const isPreflighted = this.#origin !== undefined && needsPreflight(url, headers, this.#origin);
    if (!isPreflighted || this.#acceptsAuthorization.has(origin)) return;
    await (await this.#sendAuthorized({ url, headers, signal })).discard();
  }

  async #sendAuthorized(request: TransportRequest): Promise<Answer> {
    const answer = await this.#transport.send(request);
    if ('authorization' in request.headers) this.#acceptsAuthorization.add(new URL(request.url).origin);
    return answer;
  }

  async #send(request: TransportRequest, access: Access): Promise<Answer> {
    const key = keyOf(access);
    const known = this.#schemes.get(key);
    const available = known && (await this.#authorization(known, access).catch(ignoreRefusal));
    const first = await this.#sendAuthorized(authorized(request, available));
    if (known && available && isNotEnough(first, available))
      throw await tooLittle(first, available, this.#facts(known, access.endpoint));
    if (first.response.status !== 401) return first;
    const header = first.response.headers.get('www-authenticate');
    const refusal = await first.refusal();
    available?.forget();
    const scheme = this.#schemeOf(header, access, refusal);
    this.#schemes.set(key, scheme);
    const authorization = await this.#authorization(scheme, access).catch((error: unknown) => {
      throw isRefusal(error) ? asSignIn(error, this.#facts(scheme, access.endpoint)) : error;
    });
    if (!authorization) throw signInNeeded(refusal, this.#facts(scheme, access.endpoint));
    const second = await this.#sendAuthorized(authorized(request, authorization));
    if (second.response.status !== 401 && !isNotEnough(second, authorization)) return second;
    authorization.forget();
    throw await tooLittle(second, authorization, this.#facts(scheme, access.endpoint));
  }

  #schemeOf(header: string | null, { endpoint, scope }: Access, refusal: AppError): Scheme {
    const challenges = header === null ? configuredChallenges(endpoint) : parseChallenges(header);
    const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
    const request = bearer && tokenRequest(bearer, endpoint, scope);
    if (request) return { kind: 'bearer', request };
    if (challenges.some(({ scheme }) => scheme === 'basic')) return { kind: 'basic' };
    const isHidden = header === null && new URL(endpoint.base).origin !== this.#origin;
    if (isHidden) throw signInNeeded(refusal, { ...this.#facts({ kind: 'basic' }, endpoint), hidden: true });
    throw noScheme(refusal, this.#transport.secrets.hide(challenges.map(({ scheme }) => scheme).join(', ') || 'none'));
  }

  /** Returns the header to send; undefined if a credential is needed and the person gave none. */
  async #authorization(scheme: Scheme, { endpoint }: Access): Promise<Authorization | undefined> {
    const credential = await this.#credentials.of(endpoint.credentialHost);
    if (credential) this.#assertAgreed(scheme, endpoint, credential);
    if (scheme.kind === 'basic') {
      return credential && { header: basicAuthorization(credential), credential, forget: () => {} };
    }
    const request = { ...scheme.request, authorization: credential && basicAuthorization(credential) };
    const token = await this.#tokens.get(request).catch((error: unknown) => {
      throw credential && isRefusal(error)
        ? asSignIn(error, { ...this.#facts(scheme, endpoint), refused: true })
        : error;
    });
    return { header: `Bearer ${token}`, credential, forget: () => this.#tokens.forget(request, token) };
  }

  #assertAgreed(scheme: Scheme, endpoint: Endpoint, { realms }: Credential): void {
    const facts = this.#facts(scheme, endpoint);
    const { host, sites = [] } = facts;
    const site = sites.find((origin) => !realms.includes(origin));
    if (site === undefined) return;
    const message = `"${host}" requires sending the credentials to "${site}", which was not agreed to`;
    throw signInNeeded(new AppError('unauthenticated', message, { detail: { host } }), facts);
  }

  /** Returns the host to sign in at, and the sites to agree to. */
  #facts(scheme: Scheme, endpoint: Endpoint): SignInNeeded {
    const realm = scheme.kind === 'bearer' ? scheme.request.realm : undefined;
    const sites = sitesToAgree(endpoint, realm, this.#origin);
    return { host: endpoint.credentialHost, ...(sites.length > 0 ? { sites } : {}) };
  }
}

function keyOf({ endpoint, scope }: Access): string {
  return `${endpoint.base} ${scope}`;
}

function withRequest({ code, message, reason, detail, cause }: AppError, url: string, access: Access): AppError {
  const { base, ns, credentialHost } = access.endpoint;
  const request: SignInRequest = {
    registry: ns ?? credentialHost,
    path: url.slice(`${base}/v2/`.length),
    scope: access.scope,
  };
  const signIn = { ...(detail?.signIn as SignInNeeded), request };
  return new AppError(code, message, { ...(reason ? { reason } : {}), detail: { ...detail, signIn }, cause });
}

function authorized(request: TransportRequest, authorization: Authorization | undefined): TransportRequest {
  if (!authorization) return request;
  return { ...request, headers: { ...request.headers, authorization: authorization.header } };
}

/** Tells whether an anonymous request was denied (403), which may be allowed after a sign-in. */
function isNotEnough({ response, isGateways }: Answer, { credential }: Authorization): boolean {
  return response.status === 403 && !isGateways && !credential;
}

async function tooLittle(
  answer: Answer,
  { credential, header }: Authorization,
  facts: SignInNeeded,
): Promise<AppError> {
  // A token service that issued a token knows the person: then only this content is denied.
  const refused = credential && answer.response.status === 401 && header.startsWith('Basic ');
  return signInNeeded(await answer.refusal(), { ...facts, ...(refused ? { refused } : {}) });
}

function configuredChallenges({ auth }: Endpoint): readonly Challenge[] {
  if (!auth) return [];
  const parameters = new Map(Object.entries(auth).filter(([name]) => name !== 'scheme'));
  return [{ scheme: auth.scheme, parameters }];
}

/**
 * Returns the token request of a challenge; undefined if its realm may not be requested. Allowed are https, loopback for a
 * registry that is on loopback too or was configured by hand, and the registry's own plain http.
 */
function tokenRequest({ parameters }: Challenge, { base, auth }: Endpoint, scope: string): TokenRequest | undefined {
  const text = parameters.get('realm') ?? '';
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  const endpointUrl = new URL(base);
  const isPlainOfOwn = realm?.protocol === 'http:' && realm.origin === endpointUrl.origin;
  if (!realm || !(isPrivateLine(realm) || isPlainOfOwn)) return undefined;
  // Otherwise a remote registry could make the app request a service on this machine and receive its token.
  if (isLoopback(realm.host) && !isLoopback(endpointUrl.host) && !auth) return undefined;
  realm.username = '';
  realm.password = '';
  realm.hash = '';
  return {
    realm,
    service: parameters.get('service'),
    scope: parameters.get('scope') ?? scope,
    authorization: undefined,
  };
}

function signInNeeded({ message, detail, cause }: AppError, signIn: SignInNeeded): AppError {
  const reason = signIn.hidden ? 'header_hidden' : 'unauthenticated';
  return new AppError('unauthenticated', message, { reason, detail: { ...detail, signIn }, cause });
}

/** Turns a token service's refusal into the registry's, which named the service. */
function asSignIn(error: unknown, facts: SignInNeeded): AppError {
  if (!(error instanceof AppError)) throw error;
  return error.detail?.signIn === undefined ? signInNeeded(error, facts) : error;
}

function noScheme({ message, detail }: AppError, schemes: string): AppError {
  return new AppError('unauthenticated', `${message}; the schemes it offers (${schemes}) are not supported`, {
    reason: 'unauthenticated',
    detail: {
      ...detail,
      why: `It answered 401 and offers ${schemes}. This app supports Basic, and Bearer over HTTPS.`,
      next: 'Ask the registry’s operator to offer Basic, or a token service over HTTPS.',
    },
  });
}

/** Ignores that a token could not be renewed: the request is sent without one, and its 401 names the current scheme. */
function ignoreRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error;
  return undefined;
}

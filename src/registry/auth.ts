import { AppError } from '../errors/index.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { basicAuthorization, type Credential, type Credentials, type SignInRequest } from './credentials.ts';
import { type Endpoint, isPrivateLine } from './endpoints.ts';
import { isLoopback } from './hosts.ts';
import { needsPreflight } from './preflight.ts';
import { sitesToAgree } from './sites.ts';
import { isRefusal, type TokenRequest, TokenSource } from './tokens.ts';
import type { Answer, Transport, TransportRequest } from './transport.ts';

/** What a person has to be asked before a host answers; in `detail.signIn` of the error. */
export interface SignInNeeded {
  readonly request?: SignInRequest;
  /** Whose credentials are wanted. */
  readonly host: string;
  /** What was given for the host was not taken. */
  readonly refused?: boolean;
  /** CORS hides how the host wants to be told: the person has to say it. */
  readonly hidden?: boolean;
  /** Origins that get the sign-in and are not the host's own, or are asked over plain http: they have to be agreed to. */
  readonly sites?: readonly string[];
}

interface Asked {
  readonly endpoint: Endpoint;
  /** What is wanted, in the words of token services: `repository:library/alpine:pull`. */
  readonly scope: string;
}

export type Sender = Pick<Transport, 'send' | 'secrets'>;

/** How a place wants to be told who asks. */
type Scheme = { readonly kind: 'basic' } | { readonly kind: 'bearer'; readonly request: TokenRequest };

interface Authorization {
  readonly header: string;
  readonly credential: Credential | undefined;
  /** Called where it was not taken. */
  readonly forget: () => void;
}

/**
 * Sends requests as whoever the registry knows: with nothing first, since `Authorization` costs a preflight; after a 401,
 * as its challenge says, and from then on at once. An anonymous token is asked for where no credential was given.
 */
export class Authorizer {
  readonly #transport: Sender;
  readonly #tokens: TokenSource;
  readonly #credentials: Credentials;
  readonly #origin: string | undefined;
  /** By place and scope, for the life of the worker. */
  readonly #schemes = new Map<string, Scheme>();
  /** Origins that answered a request with `Authorization`: browsers may send it there. */
  readonly #takesAuthorization = new Set<string>();

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
   * Returns the answer, which is never a 401. Before it asks for a sign-in it makes sure that the browser could send one.
   *
   * @throws AppError unauthenticated with `detail.signIn`, reason header_hidden where the scheme is; preflight_refused in place
   *   of these where `Authorization` cannot be sent; else as Transport
   */
  async send(request: TransportRequest, asked: Asked): Promise<Answer> {
    try {
      return await this.#send(request, asked);
    } catch (error) {
      if (!(error instanceof AppError) || error.detail?.signIn === undefined) throw error;
      const { refused, sites = [] } = error.detail.signIn as SignInNeeded;
      const scheme = this.#schemes.get(keyOf(asked));
      const urls = refused ? [] : [...(scheme?.kind === 'bearer' ? [scheme.request.realm.href] : []), request.url];
      for (const url of urls) {
        // A site that has to be agreed to is sent nothing of a sign-in before.
        if (!sites.includes(new URL(url).origin)) await this.#assertSendable(url, request.signal);
      }
      throw withRequest(error, request.url, asked);
    }
  }

  /** @throws AppError preflight_refused, or why else a request with `Authorization` got no answer */
  async #assertSendable(url: string, signal: AbortSignal | undefined): Promise<void> {
    const { origin } = new URL(url);
    // No scheme of this name exists: the header says that nobody signs in, and makes the browser send the same preflight.
    const headers = { authorization: 'Anonymous' };
    const isAsked = this.#origin !== undefined && needsPreflight(url, headers, this.#origin);
    if (!isAsked || this.#takesAuthorization.has(origin)) return;
    await (await this.#sendAuthorized({ url, headers, signal })).discard();
  }

  async #sendAuthorized(request: TransportRequest): Promise<Answer> {
    const answer = await this.#transport.send(request);
    if ('authorization' in request.headers) this.#takesAuthorization.add(new URL(request.url).origin);
    return answer;
  }

  async #send(request: TransportRequest, asked: Asked): Promise<Answer> {
    const key = keyOf(asked);
    const known = this.#schemes.get(key);
    const atHand = known && (await this.#authorization(known, asked).catch(ignoreRefusal));
    const first = await this.#sendAuthorized(authorized(request, atHand));
    if (known && atHand && isNotEnough(first, atHand))
      throw await tooLittle(first, atHand, this.#facts(known, asked.endpoint));
    if (first.response.status !== 401) return first;
    const header = first.response.headers.get('www-authenticate');
    const refusal = await first.refusal();
    atHand?.forget();
    const scheme = this.#schemeOf(header, asked, refusal);
    this.#schemes.set(key, scheme);
    const authorization = await this.#authorization(scheme, asked).catch((error: unknown) => {
      throw isRefusal(error) ? asSignIn(error, this.#facts(scheme, asked.endpoint)) : error;
    });
    if (!authorization) throw signInNeeded(refusal, this.#facts(scheme, asked.endpoint));
    const second = await this.#sendAuthorized(authorized(request, authorization));
    if (second.response.status !== 401 && !isNotEnough(second, authorization)) return second;
    authorization.forget();
    throw await tooLittle(second, authorization, this.#facts(scheme, asked.endpoint));
  }

  #schemeOf(header: string | null, { endpoint, scope }: Asked, refusal: AppError): Scheme {
    const challenges = header === null ? byHand(endpoint) : parseChallenges(header);
    const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
    const request = bearer && tokenRequest(bearer, endpoint, scope);
    if (request) return { kind: 'bearer', request };
    if (challenges.some(({ scheme }) => scheme === 'basic')) return { kind: 'basic' };
    const isHidden = header === null && new URL(endpoint.base).origin !== this.#origin;
    if (isHidden) throw signInNeeded(refusal, { ...this.#facts({ kind: 'basic' }, endpoint), hidden: true });
    throw noScheme(refusal, this.#transport.secrets.hide(challenges.map(({ scheme }) => scheme).join(', ') || 'none'));
  }

  /** Undefined where a credential is needed and none was given. */
  async #authorization(scheme: Scheme, { endpoint }: Asked): Promise<Authorization | undefined> {
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
    const message = `"${host}" wants the sign-in to be sent to "${site}", which was not agreed to`;
    throw signInNeeded(new AppError('unauthenticated', message, { detail: { host } }), facts);
  }

  /** Who is to sign in, and what has to be agreed to. */
  #facts(scheme: Scheme, endpoint: Endpoint): SignInNeeded {
    const realm = scheme.kind === 'bearer' ? scheme.request.realm : undefined;
    const sites = sitesToAgree(endpoint, realm, this.#origin);
    return { host: endpoint.credentialHost, ...(sites.length > 0 ? { sites } : {}) };
  }
}

function keyOf({ endpoint, scope }: Asked): string {
  return `${endpoint.base} ${scope}`;
}

function withRequest({ code, message, reason, detail, cause }: AppError, url: string, asked: Asked): AppError {
  const { base, ns, credentialHost } = asked.endpoint;
  const request: SignInRequest = {
    registry: ns ?? credentialHost,
    path: url.slice(`${base}/v2/`.length),
    scope: asked.scope,
  };
  const signIn = { ...(detail?.signIn as SignInNeeded), request };
  return new AppError(code, message, { ...(reason ? { reason } : {}), detail: { ...detail, signIn }, cause });
}

function authorized(request: TransportRequest, authorization: Authorization | undefined): TransportRequest {
  if (!authorization) return request;
  return { ...request, headers: { ...request.headers, authorization: authorization.header } };
}

/** An anonymous token that is not denied may be had, and then denies: a person may be let in. */
function isNotEnough({ response, isGateways }: Answer, { credential }: Authorization): boolean {
  return response.status === 403 && !isGateways && !credential;
}

async function tooLittle(
  answer: Answer,
  { credential, header }: Authorization,
  facts: SignInNeeded,
): Promise<AppError> {
  // Whoever got a token is known: then it is this content that they may not read.
  const refused = credential && answer.response.status === 401 && header.startsWith('Basic ');
  return signInNeeded(await answer.refusal(), { ...facts, ...(refused ? { refused } : {}) });
}

function byHand({ auth }: Endpoint): readonly Challenge[] {
  if (!auth) return [];
  const parameters = new Map(Object.entries(auth).filter(([name]) => name !== 'scheme'));
  return [{ scheme: auth.scheme, parameters }];
}

/**
 * Undefined where the realm is none that may be asked: neither https, nor loopback for a registry that is there too or was
 * set by hand, nor the registry's own plain http.
 */
function tokenRequest({ parameters }: Challenge, { base, auth }: Endpoint, scope: string): TokenRequest | undefined {
  const text = parameters.get('realm') ?? '';
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  const place = new URL(base);
  const isPlainOfOwn = realm?.protocol === 'http:' && realm.origin === place.origin;
  if (!realm || !(isPrivateLine(realm) || isPlainOfOwn)) return undefined;
  // Else a registry elsewhere could have this machine asked, and be told the token of its answer.
  if (isLoopback(realm.host) && !isLoopback(place.host) && !auth) return undefined;
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

/** A token service's refusal, as the registry's that sent us there. */
function asSignIn(error: unknown, facts: SignInNeeded): AppError {
  if (!(error instanceof AppError)) throw error;
  return error.detail?.signIn === undefined ? signInNeeded(error, facts) : error;
}

function noScheme({ message, detail }: AppError, schemes: string): AppError {
  return new AppError('unauthenticated', `${message}; the schemes it offers (${schemes}) are not spoken here`, {
    reason: 'unauthenticated',
    detail: {
      ...detail,
      why: `It answered 401 and takes no sign-in that a page can give: it offers ${schemes}, not Basic, nor Bearer over https.`,
      next: 'Ask whoever runs the registry to offer Basic, or a token service over https.',
    },
  });
}

/** What was at hand could not be renewed: the request goes without, and its 401 says what is wanted now. */
function ignoreRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error;
  return undefined;
}

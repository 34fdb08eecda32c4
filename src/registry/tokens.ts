import { AppError, hasCode } from '../errors/index.ts';
import type { Transport, TransportRequest } from './httpTransport.ts';
import { readLimited } from './readLimited.ts';

import { isWebPage, webPage } from './webPage.ts';

type Sender = Pick<Transport, 'send'>;

/** The parameters of a token request (distribution docs/content/spec/auth/token.md). */
export interface TokenRequest {
  readonly realm: URL;
  readonly service: string | undefined;
  /** Empty to check only the sign-in itself. */
  readonly scope: string | undefined;
  /** The `Authorization` header; undefined for an anonymous token. */
  readonly authorization: string | undefined;
}

interface CachedToken {
  readonly token: string;
  readonly validUntilMs: number;
}

const maxAnswerBytes = 256 * 1024;
/** The specification's default for a token without a stated life. */
const defaultLifeSeconds = 60;
const maxCachedTokens = 500;
/** Servers refuse longer headers, and the cache stays small: a registry may require another token for each request. */
const maxTokenLength = 16 * 1024;

/** Fetches bearer tokens from token services and caches them in memory while valid. Concurrent callers share one request. */
export class TokenSource {
  readonly #transport: Sender;
  readonly #now: () => number;
  readonly #cache = new Map<string, CachedToken>();
  readonly #pending = new Map<string, Promise<string>>();

  constructor(transport: Sender, now: () => number) {
    this.#transport = transport;
    this.#now = now;
  }

  /** Returns a cached valid token, else a new one. @throws AppError of the token service's answer */
  async get(request: TokenRequest): Promise<string> {
    const key = keyOf(request);
    const cached = this.#cache.get(key);
    if (cached && cached.validUntilMs > this.#now()) return cached.token;
    const pending = this.#pending.get(key) ?? this.#fetch(request).finally(() => this.#pending.delete(key));
    this.#pending.set(key, pending);
    return pending;
  }

  /** Removes a token that the registry rejected from the cache; a newer one stays. */
  forget(request: TokenRequest, token: string): void {
    const key = keyOf(request);
    if (this.#cache.get(key)?.token === token) this.#cache.delete(key);
  }

  async #fetch(request: TokenRequest): Promise<string> {
    const { realm, service, scope, authorization } = request;
    const url = new URL(realm);
    if (service !== undefined) url.searchParams.set('service', service);
    if (scope) url.searchParams.set('scope', scope);
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const { token, lifeSeconds } = await this.#read({ url: url.href, headers, isNamedByServer: true }).catch(
      (error: unknown) => {
        throw isRefusal(error) ? error : asFailure(error, realm);
      },
    );
    // Renewed after 90% of its life, since requests take time and clocks differ.
    this.#store(keyOf(request), { token, validUntilMs: this.#now() + lifeSeconds * 900 });
    return token;
  }

  async #read(request: TransportRequest): Promise<{ readonly token: string; readonly lifeSeconds: number }> {
    const answer = await this.#transport.send(request);
    if (!answer.response.ok) throw await answer.refusal();
    return readToken(answer.url.replace(/\?.*/, ''), await readLimited(answer, maxAnswerBytes));
  }

  #store(key: string, token: CachedToken): void {
    const oldest = this.#cache.size >= maxCachedTokens ? this.#cache.keys().next().value : undefined;
    if (oldest !== undefined) this.#cache.delete(oldest);
    this.#cache.delete(key);
    this.#cache.set(key, token);
  }
}

function keyOf({ realm, service = '', scope = '', authorization = '' }: TokenRequest): string {
  return [realm.href, service, scope, authorization].join('\n');
}

function readToken(url: string, bytes: Uint8Array): { readonly token: string; readonly lifeSeconds: number } {
  const { token, access_token: accessToken, expires_in: expiresIn } = readObject(bytes);
  const text = token || accessToken;
  if (typeof text !== 'string' || text.length > maxTokenLength || !/^[\x21-\x7e]+$/.test(text)) {
    if (isWebPage(bytes)) throw webPage(url, 'token', { code: 'unavailable', reason: 'server_error' });
    throw new AppError('unavailable', `"${url}" answered without a valid token`, {
      reason: 'server_error',
      detail: { url },
    });
  }
  const isLife = typeof expiresIn === 'number' && expiresIn >= 0;
  return { token: text, lifeSeconds: isLife ? expiresIn : defaultLifeSeconds };
}

function readObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/**
 * Returns the error for a token service's failure, with its host in `detail.tokenService`. Its 404 says nothing about the
 * content, so it becomes unavailable.
 */
function asFailure(error: unknown, { host }: URL): unknown {
  if (!(error instanceof AppError)) return error;
  const { code, message, reason = 'internal', detail, cause } = error;
  const isMissing = code === 'not_found';
  return new AppError(isMissing ? 'unavailable' : code, message, {
    reason: isMissing ? 'server_error' : reason,
    detail: { found: 'no_token', ...detail, tokenService: host },
    ...(isMissing ? {} : { cause }),
  });
}

/** Tells whether a token service refused the credential, and did not fail. */
export function isRefusal(error: unknown): boolean {
  return (
    hasCode(error, 'unauthenticated') || hasCode(error, 'permission_denied') || hasCode(error, 'failed_precondition')
  );
}

import { AppError, hasCode } from '../errors/index.ts';
import { readLimited } from './limits.ts';
import type { Transport, TransportRequest } from './transport.ts';

type Sender = Pick<Transport, 'send'>;

import { isWebPage, webPage } from './webPage.ts';

/** What a token is asked for with (distribution docs/content/spec/auth/token.md). */
export interface TokenRequest {
  readonly realm: URL;
  readonly service: string | undefined;
  /** Empty where nothing but the sign-in itself is asked for. */
  readonly scope: string | undefined;
  /** The `Authorization` of who asks; undefined for an anonymous token. */
  readonly authorization: string | undefined;
}

interface Held {
  readonly token: string;
  readonly goodUntilMs: number;
}

const answerLimitBytes = 256 * 1024;
/** What the specification gives a token that does not say how long it is good. */
const defaultLifeSeconds = 60;
const maxCachedTokens = 500;
/** What servers take as a header, and what keeps all that is held small: a registry may want another token at each request. */
const maxTokenLength = 16 * 1024;

/** Gets bearer tokens from token services, holds them in memory as long as they are good, and asks once for all who wait. */
export class TokenSource {
  readonly #transport: Sender;
  readonly #now: () => number;
  readonly #held = new Map<string, Held>();
  readonly #asked = new Map<string, Promise<string>>();

  constructor(transport: Sender, now: () => number) {
    this.#transport = transport;
    this.#now = now;
  }

  /** One that is good still, else a new one. @throws AppError, that of the token service's answer */
  async get(request: TokenRequest): Promise<string> {
    const key = keyOf(request);
    const held = this.#held.get(key);
    if (held && held.goodUntilMs > this.#now()) return held.token;
    const asked = this.#asked.get(key) ?? this.#ask(request).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asked);
    return asked;
  }

  /** The registry did not take it. A newer one stays. */
  forget(request: TokenRequest, token: string): void {
    const key = keyOf(request);
    if (this.#held.get(key)?.token === token) this.#held.delete(key);
  }

  async #ask(request: TokenRequest): Promise<string> {
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
    // Renewed before it ends, since the way to the registry takes time and clocks differ.
    this.#hold(keyOf(request), { token, goodUntilMs: this.#now() + lifeSeconds * 900 });
    return token;
  }

  async #read(request: TransportRequest): Promise<{ readonly token: string; readonly lifeSeconds: number }> {
    const answer = await this.#transport.send(request);
    if (!answer.response.ok) throw await answer.refusal();
    return readToken(answer.url.replace(/\?.*/, ''), await readLimited(answer, answerLimitBytes));
  }

  #hold(key: string, held: Held): void {
    const oldest = this.#held.size >= maxCachedTokens ? this.#held.keys().next().value : undefined;
    if (oldest !== undefined) this.#held.delete(oldest);
    this.#held.delete(key);
    this.#held.set(key, held);
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
    throw new AppError('unavailable', `"${url}" answered without a token that can be sent`, {
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
 * A token service's failure is none of the registry's: `detail.tokenService` names its host. That it does not know the
 * address says nothing of the content.
 */
function asFailure(error: unknown, { host }: URL): unknown {
  if (!(error instanceof AppError)) return error;
  const { code, message, reason = 'internal', detail, cause } = error;
  const isGone = code === 'not_found';
  return new AppError(isGone ? 'unavailable' : code, message, {
    reason: isGone ? 'server_error' : reason,
    detail: { found: 'no_token', ...detail, tokenService: host },
    ...(isGone ? {} : { cause }),
  });
}

/** Whether a token service refused who asked, rather than failed. */
export function isRefusal(error: unknown): boolean {
  return (
    hasCode(error, 'unauthenticated') || hasCode(error, 'permission_denied') || hasCode(error, 'failed_precondition')
  );
}

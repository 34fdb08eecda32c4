import { AppError, hasCode } from '../errors/index.ts';
import { readLimited } from './limits.ts';
import type { Transport } from './transport.ts';

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
const mostHeld = 500;

/** Gets bearer tokens from token services, holds them in memory as long as they are good, and asks once for all who wait. */
export class TokenSource {
  readonly #transport: Transport;
  readonly #now: () => number;
  readonly #held = new Map<string, Held>();
  readonly #asked = new Map<string, Promise<string>>();

  constructor(transport: Transport, now: () => number) {
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
    const answer = await this.#transport.send({ url: url.href, headers });
    if (!answer.response.ok) throw await answer.refusal();
    const { token, lifeSeconds } = readToken(realm, await readLimited(answer, answerLimitBytes));
    // Renewed before it ends, since the way to the registry takes time and clocks differ.
    this.#hold(keyOf(request), { token, goodUntilMs: this.#now() + lifeSeconds * 900 });
    return token;
  }

  #hold(key: string, held: Held): void {
    const oldest = this.#held.size >= mostHeld ? this.#held.keys().next().value : undefined;
    if (oldest !== undefined) this.#held.delete(oldest);
    this.#held.delete(key);
    this.#held.set(key, held);
  }
}

function keyOf({ realm, service = '', scope = '', authorization = '' }: TokenRequest): string {
  return [realm.href, service, scope, authorization].join('\n');
}

function readToken(realm: URL, bytes: Uint8Array): { readonly token: string; readonly lifeSeconds: number } {
  const { token, access_token: accessToken, expires_in: expiresIn } = readObject(bytes);
  const text = token || accessToken;
  if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text)) {
    throw new AppError('unavailable', `token service "${realm.origin}" answered without a token`, {
      reason: 'server_error',
      detail: { host: realm.host, url: realm.origin + realm.pathname },
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

/** Whether a token service refused who asked, rather than failed. */
export function isRefusal(error: unknown): boolean {
  return (
    hasCode(error, 'unauthenticated') || hasCode(error, 'permission_denied') || hasCode(error, 'failed_precondition')
  );
}

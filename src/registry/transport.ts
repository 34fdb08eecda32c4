import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { isGatewayFailure, isTransient, refusedAnswer } from './answers.ts';
import type { RegistryOptions } from './contract.ts';
import { cutAnswer, diagnose, silentAnswer } from './diagnosis.ts';
import { needsPreflight } from './preflight.ts';
import { retryAfterMs } from './retryAfter.ts';

const attempts = 3;
const defaultIdleTimeoutMs = 30_000;
const longestWaitMs = 20_000;

export interface TransportRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  /** The route may be absent, which some servers say without CORS headers: one probe finds that out. */
  readonly isOptional?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends one request until it is answered: 429 and 5xx are asked again after a while, what else fails is named. */
export class Transport {
  readonly #options: RegistryOptions;

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /**
   * The answer, whatever its status but those retried in vain. Its body ends with an error when no byte
   * came for the idle time.
   *
   * @throws AppError unavailable where no answer came, by reason; deadline_exceeded; cancelled
   */
  async send(request: TransportRequest): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(request, attempt);
      const { response } = answer;
      if (!isTransient(response.status) || isGatewayFailure(response) || attempt === attempts) return answer;
      const refusal = await answer.refusal();
      if (hasCode(refusal, 'not_found')) return answer;
      const delayMs = retryAfterMs(response) ?? 250 * 2 ** attempt;
      if (delayMs > longestWaitMs) throw refusal;
      await this.#options.sleep(delayMs, request.signal);
    }
  }

  async #once(request: TransportRequest, attempt: number): Promise<Answer> {
    const { url, method = 'GET', headers, signal } = request;
    const deadline = new AbortController();
    const idle = new IdleTimer(url, this.#options, deadline);
    const anySignal = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    const startMs = this.#options.now();
    const record = () => ({
      method,
      url,
      attempt,
      durationMs: this.#options.now() - startMs,
      preflight: needsPreflight(url, headers, this.#options.origin),
      authorized: 'authorization' in headers,
    });
    try {
      const response = await this.#options.fetch(url, {
        method,
        headers,
        signal: anySignal,
        credentials: 'omit',
        redirect: 'follow',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
      this.#options.onRequest?.({ ...record(), status: response.status, bytes: contentLength(response) });
      return new Answer(response, response.redirected ? withoutQuery(response.url) : url, idle, secretOf(headers));
    } catch (error) {
      idle.stop();
      this.#options.onRequest?.({ ...record(), status: undefined, bytes: undefined, error: asAppError(error).message });
      if (signal?.aborted) throw new AppError('cancelled', `"${url}" was cancelled`, { cause: error });
      if (idle.failure) throw idle.failure;
      throw await diagnose(request, this.#options, error);
    }
  }
}

/** An answer whose body has not been read. Whoever reads it, once, keeps the idle timer informed. */
export class Answer {
  readonly response: Response;
  /** Where it came from, redirects followed: without the query of a redirect, which may be signed and open to all who have it. */
  readonly url: string;
  readonly #idle: IdleTimer;
  readonly #secret: string | undefined;
  #refusal: Promise<AppError> | undefined;

  constructor(response: Response, url: string, idle: IdleTimer, secret: string | undefined) {
    this.#secret = secret;
    this.response = response;
    this.url = url;
    this.#idle = idle;
    if (response.body === null) idle.stop();
  }

  /** The next pieces of the body, to its end; fails when none came for the idle time. */
  async *pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    try {
      yield* this.#read();
    } catch (error) {
      throw this.#idle.failure ?? (error instanceof TypeError ? cutAnswer(this.url, error) : error);
    }
  }

  async *#read(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    const reader = this.response.body?.getReader();
    try {
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
        this.#idle.restart();
        yield next.value;
      }
    } finally {
      this.#idle.stop();
      await reader?.cancel();
    }
  }

  /** The same as a stream that is read as it is wanted. */
  body(): ReadableStream<Uint8Array> {
    const pieces = this.pieces();
    return new ReadableStream(
      {
        pull: async (controller) => {
          const next = await pieces.next();
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        },
        cancel: async () => {
          await pieces.return();
          await this.discard();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** Of no further use. */
  async discard(): Promise<void> {
    this.#idle.stop();
    const { body } = this.response;
    if (body && !body.locked) await body.cancel();
  }

  /** The error that an answer other than 2xx stands for. What it says of it has the idle time to come, as a whole. */
  refusal(): Promise<AppError> {
    this.#idle.end();
    this.#refusal ??= refusedAnswer(this.response, this.url, this.pieces(), this.#secret);
    return this.#refusal;
  }
}

/** Aborts when nothing came for the idle time, and twice that at the latest. */
class IdleTimer {
  readonly #url: string;
  readonly #options: RegistryOptions;
  readonly #deadline: AbortController;
  readonly #stopped = new AbortController();
  #heard = false;
  #isEnding = false;
  /** Why it aborted; undefined where it did not. */
  failure: AppError | undefined;

  constructor(url: string, options: RegistryOptions, deadline: AbortController) {
    this.#url = url;
    this.#options = options;
    this.#deadline = deadline;
    this.#wait();
  }

  restart(): void {
    this.#heard = true;
  }

  /** Nothing that comes restarts it any more. */
  end(): void {
    this.#isEnding = true;
  }

  stop(): void {
    this.#stopped.abort();
  }

  #wait(): void {
    const timeoutMs = this.#options.idleTimeoutMs ?? defaultIdleTimeoutMs;
    this.#heard = false;
    this.#options.sleep(timeoutMs, this.#stopped.signal).then(
      () => {
        if (this.#heard && !this.#isEnding) return this.#wait();
        this.failure = silentAnswer(this.#url, timeoutMs);
        this.#deadline.abort(this.failure);
      },
      () => undefined,
    );
  }
}

/** The token, or the password as Basic writes it, that some servers repeat in what they say of a failure. */
function secretOf({ authorization }: Readonly<Record<string, string>>): string | undefined {
  return authorization?.replace(/^\S+ /, '');
}

function withoutQuery(text: string): string {
  const { origin, pathname } = new URL(text);
  return origin + pathname;
}

/** What an answer says of the length of its body, in bytes; undefined where it does not. */
export function contentLength({ headers }: Response): number | undefined {
  const stated = headers.get('content-length');
  return stated === null ? undefined : Number(stated);
}

import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { gatewayHeader, isTransient, refusedAnswer } from './answers.ts';
import type { RegistryOptions } from './contract.ts';
import { cutAnswer, diagnose, silentAnswer, slowAnswer } from './diagnosis.ts';
import { needsPreflight } from './preflight.ts';
import { retryAfterMs } from './retryAfter.ts';
import { Secrets } from './secrets.ts';

const attempts = 3;
const defaultIdleTimeoutMs = 30_000;
/** Idle times within which a document has to come whole, and a stream some bytes. */
const patientWindows = 4;
/** A tenth of what the slowest mobile networks give: who sends less than this wants to hold its reader up. */
const minBytesPerSecond = 1024;
/** A body that nobody reads for so many idle times was forgotten. */
const maxUnreadWindows = 10;
const maxWaitMs = 20_000;

export interface TransportRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  /** The route may be absent, which some servers say without CORS headers: one probe finds that out. */
  readonly isOptional?: boolean | undefined;
  /** A server named the address, in which it may repeat what it was sent. */
  readonly isNamedByServer?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Sends one request until it is answered: 429 and 5xx are asked again after a while, what else fails is named. */
export class Transport {
  readonly #options: RegistryOptions;
  /** All that was sent as `Authorization`. */
  readonly secrets = new Secrets();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /**
   * The answer, whatever its status but those retried in vain. Its body ends with an error when no byte
   * came for the idle time, or fewer than 1 KiB a second in four of them.
   *
   * @throws AppError unavailable where no answer came, by reason; deadline_exceeded; cancelled
   */
  async send(request: TransportRequest): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(request, attempt);
      const { response } = answer;
      // To ask the gateway again at once is of no use.
      if (!isTransient(response.status) || answer.isGateways || attempt === attempts) return answer;
      const refusal = await answer.refusal();
      if (hasCode(refusal, 'not_found')) return answer;
      const delayMs = retryAfterMs(response) ?? 250 * 2 ** attempt;
      if (delayMs > maxWaitMs) throw refusal;
      await this.#options.sleep(delayMs, request.signal);
    }
  }

  async #once(request: TransportRequest, attempt: number): Promise<Answer> {
    const { url, method = 'GET', headers, isNamedByServer = false, signal } = request;
    if (headers.authorization !== undefined) this.secrets.add(headers.authorization);
    const shownUrl = this.#shown(url, isNamedByServer);
    const deadline = new AbortController();
    const idle = new IdleTimer(shownUrl, this.#options, deadline);
    const anySignal = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    const startMs = this.#options.now();
    const record = () => ({
      method,
      url: shownUrl,
      attempt,
      durationMs: this.#options.now() - startMs,
      preflight: needsPreflight(url, headers, this.#options.origin),
      authorized: 'authorization' in headers,
    });
    try {
      const response = await idle.during(() =>
        this.#options.fetch(url, {
          method,
          headers,
          signal: anySignal,
          credentials: 'omit',
          redirect: 'follow',
          cache: 'no-store',
          referrerPolicy: 'no-referrer',
        }),
      );
      this.#options.onRequest?.({ ...record(), status: response.status, bytes: contentLength(response) });
      const answered = response.redirected ? this.#shown(withoutQuery(response.url), true) : shownUrl;
      const { origin } = new URL(response.url || url);
      const isGateways = origin === this.#options.origin && response.headers.has(gatewayHeader);
      return new Answer(response, { url: answered, idle, secrets: this.secrets, isGateways });
    } catch (error) {
      idle.stop();
      this.#options.onRequest?.({ ...record(), status: undefined, bytes: undefined, error: asAppError(error).message });
      if (signal?.aborted) throw new AppError('cancelled', `"${shownUrl}" was cancelled`, { cause: error });
      if (idle.failure) throw idle.failure;
      throw await diagnose({ ...request, shownUrl }, this.#options, error);
    }
  }

  /** An address without secrets. What this app did not write itself is in the query or, where a server named it, anywhere. */
  #shown(text: string, isNamedByServer: boolean): string {
    if (isNamedByServer) return this.secrets.hide(text);
    const at = text.indexOf('?');
    return at < 0 ? text : text.slice(0, at) + this.secrets.hide(text.slice(at));
  }
}

interface AnswerDetails {
  readonly url: string;
  readonly idle: IdleTimer;
  readonly secrets: Secrets;
  readonly isGateways: boolean;
}

/** An answer whose body has not been read. Whoever reads it, once, keeps the idle timer informed. */
export class Answer {
  readonly response: Response;
  /** Where it came from, redirects followed: without the query of a redirect, which may be signed and open to all who have it. */
  readonly url: string;
  /** The app's own gateway made it, not a registry, which may send the same header. */
  readonly isGateways: boolean;
  readonly #idle: IdleTimer;
  readonly #secrets: Secrets;
  #refusal: Promise<AppError> | undefined;
  #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;

  constructor(response: Response, { url, idle, secrets, isGateways }: AnswerDetails) {
    this.response = response;
    this.url = url;
    this.isGateways = isGateways;
    this.#idle = idle;
    this.#secrets = secrets;
    if (response.body === null) idle.stop();
  }

  /** Limits the time for the body as a whole, however its bytes come. For what is held whole. */
  limitTime(): void {
    this.#idle.end(patientWindows);
  }

  /** The next pieces of the body, to its end; fails when none came for the idle time, or too few. */
  async *pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    try {
      yield* this.#read();
    } catch (error) {
      throw this.#idle.failure ?? (error instanceof TypeError ? cutAnswer(this.url, error) : error);
    }
  }

  async *#read(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    this.#reader = this.response.body?.getReader();
    const reader = this.#reader;
    const read = () => this.#idle.during(async () => reader?.read());
    try {
      for (let next = await read(); next && !next.done; next = await read()) {
        this.#idle.heard(next.value.length);
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
          // First, since a generator that waits for bytes does not return before they come.
          await this.discard();
          await pieces.return();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** Of no further use. */
  async discard(): Promise<void> {
    this.#idle.stop();
    await (this.#reader ?? this.response.body)?.cancel();
  }

  /** The error that an answer other than 2xx stands for. What it says of it has the idle time to come, as a whole. */
  refusal(): Promise<AppError> {
    this.#idle.end(1);
    const { response, url, isGateways } = this;
    this.#refusal ??= refusedAnswer({ response, url, isGateways, pieces: this.pieces(), secrets: this.#secrets });
    return this.#refusal;
  }

  /** What the server said, without secrets. */
  hide(text: string): string {
    return this.#secrets.hide(text);
  }
}

/**
 * Aborts when nothing came for the idle time, and twice that at the latest; when too little came in four of them in which
 * somebody read; and at the end of a limited time.
 */
class IdleTimer {
  readonly #url: string;
  readonly #options: RegistryOptions;
  readonly #timeoutMs: number;
  readonly #deadline: AbortController;
  readonly #stopped = new AbortController();
  #bytes = 0;
  #windowsLeft = Number.POSITIVE_INFINITY;
  #slowBytes = 0;
  #slowWindows = 0;
  #isWaitedFor = false;
  #unreadWindows = 0;
  /** Why it aborted; undefined where it did not. */
  failure: AppError | undefined;

  constructor(url: string, options: RegistryOptions, deadline: AbortController) {
    this.#url = url;
    this.#options = options;
    this.#timeoutMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs;
    this.#deadline = deadline;
    this.#wait();
  }

  heard(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Runs what waits for the server: time in which nobody does is not counted as its own. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#isWaitedFor = true;
    try {
      return await work();
    } finally {
      this.#isWaitedFor = false;
    }
  }

  /** Ends after so many idle times, whatever comes meanwhile. */
  end(windows: number): void {
    this.#windowsLeft = windows;
  }

  stop(): void {
    this.#stopped.abort();
  }

  #wait(): void {
    this.#bytes = 0;
    this.#options.sleep(this.#timeoutMs, this.#stopped.signal).then(
      () => {
        this.#windowsLeft--;
        this.failure = this.#fault();
        if (this.failure) this.#deadline.abort(this.failure);
        else this.#wait();
      },
      () => undefined,
    );
  }

  #fault(): AppError | undefined {
    this.#unreadWindows = this.#isWaitedFor || this.#bytes > 0 ? 0 : this.#unreadWindows + 1;
    const isSilent = this.#bytes === 0 && this.#isWaitedFor;
    if (isSilent || this.#unreadWindows > maxUnreadWindows) return silentAnswer(this.#url, this.#timeoutMs);
    if (this.#windowsLeft <= 0) return slowAnswer(this.#url);
    if (!this.#isWaitedFor) return undefined;
    this.#slowBytes += this.#bytes;
    if (++this.#slowWindows < patientWindows) return undefined;
    const isSlow = this.#slowBytes < (minBytesPerSecond * patientWindows * this.#timeoutMs) / 1000;
    [this.#slowBytes, this.#slowWindows] = [0, 0];
    return isSlow ? slowAnswer(this.#url) : undefined;
  }
}

function withoutQuery(text: string): string {
  const { origin, pathname } = new URL(text);
  return origin + pathname;
}

/** What an answer says of the length of its body, in bytes; undefined where it does not. */
export function contentLength({ headers }: Response): number | undefined {
  const stated = headers.get('content-length');
  return stated !== null && /^\d{1,15}$/.test(stated) ? Number(stated) : undefined;
}

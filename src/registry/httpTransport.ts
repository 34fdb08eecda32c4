import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { chunksOf, streamOf } from '../oci/index.ts';
import { gatewayHeader, isTransient, refusedAnswer } from './answers.ts';
import type { RegistryOptions } from './contract.ts';
import { cutAnswer, diagnose, silentAnswer, slowAnswer } from './diagnosis.ts';
import { needsPreflight } from './preflight.ts';
import { retryAfterMs } from './retryAfter.ts';
import { Secrets } from './secrets.ts';

const attempts = 3;
const defaultIdleTimeoutMs = 30_000;
/** Idle times within which a document must be complete, and a stream must send some bytes. */
const patientWindows = 4;
/** A tenth of the speed of the slowest mobile networks: a slower server keeps its reader busy on purpose. */
const minBytesPerSecond = 1024;
/** A body that is not read for this many idle times was forgotten. */
const maxUnreadWindows = 10;
const maxWaitMs = 20_000;

export interface TransportRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  /** The route may be absent. Some servers answer that without CORS headers, which one probe finds out. */
  readonly isOptional?: boolean | undefined;
  /** A server stated the URL, and may have put secrets into it that were sent to it. */
  readonly isNamedByServer?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request. Retries 429 and 5xx after a delay; diagnoses other failures. */
export class Transport {
  readonly #options: RegistryOptions;
  /** The credentials and tokens that were sent as `Authorization`. */
  readonly secrets = new Secrets();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /**
   * Returns the answer, with any status, after retries of transient ones. Its body fails if no byte arrives for the idle time, or
   * less than 1 KiB per second for four idle times.
   *
   * @throws AppError unavailable with a reason if no answer came; deadline_exceeded; cancelled
   */
  async send(request: TransportRequest): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(request, attempt);
      const { response } = answer;
      // Retrying the gateway at once is of no use.
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

  /** Returns a URL without secrets. They may be in the query or, if a server stated the URL, anywhere. */
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

/** An answer with a body that has not been read yet. It can be read once; reading drives the idle timer. */
export class Answer {
  readonly response: Response;
  /** The URL after redirects, without the query of a redirect: it may be signed and give access to anyone who has it. */
  readonly url: string;
  /** The app's own gateway made the answer, not a registry that sends the same header. */
  readonly isGateways: boolean;
  readonly #idle: IdleTimer;
  readonly #secrets: Secrets;
  #refusal: Promise<AppError> | undefined;
  #chunks: AsyncGenerator<Uint8Array, void> | undefined;

  constructor(response: Response, { url, idle, secrets, isGateways }: AnswerDetails) {
    this.response = response;
    this.url = url;
    this.isGateways = isGateways;
    this.#idle = idle;
    this.#secrets = secrets;
    if (response.body === null) idle.stop();
  }

  /** Limits the total time for the body. For content that is read into memory. */
  limitTime(): void {
    this.#idle.end(patientWindows);
  }

  /** Iterates over the body to its end; fails if nothing arrives for the idle time, or too little. */
  async *pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    try {
      yield* this.#read();
    } catch (error) {
      throw this.#idle.failure ?? (error instanceof TypeError ? cutAnswer(this.url, error) : error);
    }
  }

  async *#read(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    const { body } = this.response;
    if (!body) return;
    const chunks = chunksOf(body);
    this.#chunks = chunks;
    const read = () => this.#idle.during(() => chunks.next());
    try {
      for (let next = await read(); !next.done; next = await read()) {
        this.#idle.received(next.value.length);
        yield next.value;
      }
    } finally {
      this.#idle.stop();
      await chunks.return();
    }
  }

  /** Returns the body as a stream without read-ahead. */
  body(): ReadableStream<Uint8Array> {
    return streamOf((signal) => {
      signal.addEventListener('abort', () => void this.discard(), { once: true });
      return this.pieces();
    });
  }

  /** Cancels the body. */
  async discard(): Promise<void> {
    this.#idle.stop();
    await (this.#chunks ? this.#chunks.return() : this.response.body?.cancel());
  }

  /** Returns the error of an answer other than 2xx. Its body must arrive within the idle time. */
  refusal(): Promise<AppError> {
    this.#idle.end(1);
    const { response, url, isGateways } = this;
    this.#refusal ??= refusedAnswer({ response, url, isGateways, pieces: this.pieces(), secrets: this.#secrets });
    return this.#refusal;
  }

  /** Removes secrets from a server's text. */
  hide(text: string): string {
    return this.#secrets.hide(text);
  }
}

/**
 * Aborts if nothing arrives for the idle time, after at most twice that; if too little arrives in four idle times with a reader
 * waiting; and at the end of a limited time.
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
  /** The reason for the abort; undefined if it did not abort. */
  failure: AppError | undefined;

  constructor(url: string, options: RegistryOptions, deadline: AbortController) {
    this.#url = url;
    this.#options = options;
    this.#timeoutMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs;
    this.#deadline = deadline;
    this.#wait();
  }

  received(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Runs work that waits for the server; only that time counts as the server's. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#isWaitedFor = true;
    try {
      return await work();
    } finally {
      this.#isWaitedFor = false;
    }
  }

  /** Ends after this many idle times, whatever arrives meanwhile. */
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

/** Returns the Content-Length of an answer in bytes; undefined if it is absent or malformed. */
export function contentLength({ headers }: Response): number | undefined {
  const stated = headers.get('content-length');
  return stated !== null && /^\d{1,15}$/.test(stated) ? Number(stated) : undefined;
}

import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { refusedAnswer } from './answers.ts';
import type { RegistryOptions } from './contract.ts';
import { diagnose } from './diagnosis.ts';

const attempts = 3;
const defaultIdleTimeoutMs = 30_000;
const longestWaitMs = 20_000;

export interface TransportRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
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
  async send(request: TransportRequest): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#once(request, attempt);
      if (!isTransient(response.status) || attempt === attempts) return response;
      const refusal = await refusedAnswer(response);
      const delayMs = waitMs(response, attempt);
      if (delayMs > longestWaitMs) throw refusal;
      await this.#options.sleep(delayMs, request.signal);
    }
  }

  async #once({ url, method = 'GET', headers, signal }: TransportRequest, attempt: number): Promise<Response> {
    const deadline = new AbortController();
    const idle = new IdleTimer(this.#options, deadline);
    const anySignal = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    const record = { method, url, attempt };
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
      this.#options.onRequest?.({ ...record, status: response.status, bytes: contentLength(response) });
      return idle.watch(response);
    } catch (error) {
      idle.stop();
      this.#options.onRequest?.({ ...record, status: undefined, bytes: undefined, error: asAppError(error).message });
      if (signal?.aborted) throw new AppError('cancelled', `"${url}" was cancelled`, { cause: error });
      if (hasCode(deadline.signal.reason, 'deadline_exceeded')) throw deadline.signal.reason;
      throw await diagnose(url, this.#options, error);
    }
  }
}

/** Aborts when nothing came for the idle time. */
class IdleTimer {
  readonly #options: RegistryOptions;
  readonly #deadline: AbortController;
  #waiting = new AbortController();

  constructor(options: RegistryOptions, deadline: AbortController) {
    this.#options = options;
    this.#deadline = deadline;
    this.#start();
  }

  /** The same answer with a body that restarts the timer at each chunk and stops it at its end. */
  watch(response: Response): Response {
    if (response.body === null) {
      this.stop();
      return response;
    }
    const restart = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        this.stop();
        this.#start();
        controller.enqueue(chunk);
      },
      flush: () => this.stop(),
    });
    const watched = new Response(response.body.pipeThrough(restart), response);
    Object.defineProperty(watched, 'url', { value: response.url });
    return watched;
  }

  stop(): void {
    this.#waiting.abort();
  }

  #start(): void {
    const timeoutMs = this.#options.idleTimeoutMs ?? defaultIdleTimeoutMs;
    this.#waiting = new AbortController();
    this.#options.sleep(timeoutMs, this.#waiting.signal).then(
      () =>
        this.#deadline.abort(
          new AppError('deadline_exceeded', `no byte came for ${timeoutMs} ms`, { reason: 'unreachable' }),
        ),
      () => undefined,
    );
  }
}

function isTransient(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** Retry-After in seconds or as a date where CORS shows it, else a doubling wait. */
function waitMs(response: Response, attempt: number): number {
  const stated = response.headers.get('retry-after');
  if (stated === null) return 250 * 2 ** attempt;
  if (/^\d+$/.test(stated)) return Number(stated) * 1000;
  const [until, now] = [Date.parse(stated), Date.parse(response.headers.get('date') ?? '')];
  return Number.isFinite(until - now) ? Math.max(0, until - now) : 1000;
}

function contentLength(response: Response): number | undefined {
  const stated = response.headers.get('content-length');
  return stated === null ? undefined : Number(stated);
}

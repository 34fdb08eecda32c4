import { AppError } from '../errors/index.ts';
import type { RegistryOptions } from './contract.ts';

/** One step of a diagnosis and its outcome, as text for the person. */
export interface Check {
  readonly check: string;
  readonly outcome: string;
}

/** `redirect`: a redirect that was not followed. `none`: no answer in time, or the browser hides it. */
export type Probed = 'answer' | 'redirect' | 'none';

/** A probe gets this fraction of the time for an answer: the diagnosis must not double the wait. */
const shareOfIdleTime = 6;
const defaultIdleTimeoutMs = 30_000;

/** Small requests to one host after a failure. Each is listed in `checks`, in the order of requests. */
export class Probes {
  readonly checks: Check[] = [];
  readonly #options: RegistryOptions;
  readonly #signal: AbortSignal | undefined;

  constructor(options: RegistryOptions, signal: AbortSignal | undefined) {
    this.#options = options;
    this.#signal = signal;
  }

  note(check: string, outcome: string): void {
    this.checks.push({ check, outcome });
  }

  /**
   * Sends a request without credentials, and aborts it once the head of an answer arrives: a body may be gigabytes.
   *
   * @throws AppError cancelled
   */
  async ask(check: string, url: string, init: RequestInit): Promise<Probed> {
    const index = this.checks.push({ check, outcome: '' }) - 1;
    const limitMs = (this.#options.idleTimeoutMs ?? defaultIdleTimeoutMs) / shareOfIdleTime;
    const stop = new AbortController();
    const signal = this.#signal ? AbortSignal.any([this.#signal, stop.signal]) : stop.signal;
    let isLate = false;
    this.#options.sleep(limitMs, stop.signal).then(
      () => {
        isLate = true;
        stop.abort();
      },
      () => undefined,
    );
    const end = (probed: Probed, outcome: string) => {
      this.checks[index] = { check, outcome };
      return probed;
    };
    try {
      const { type, status } = await this.#options.fetch(url, {
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        ...init,
        signal,
      });
      if (type === 'opaqueredirect') return end('redirect', 'redirect');
      return end('answer', status > 0 ? `answered ${status}` : 'answered');
    } catch (error) {
      if (this.#signal?.aborted) throw new AppError('cancelled', `"${url}" was cancelled`, { cause: error });
      if (isLate) return end('none', `no answer within ${limitMs / 1000} s`);
      if (error instanceof TypeError) return end('none', 'no answer visible to the page');
      throw error;
    } finally {
      stop.abort();
    }
  }
}

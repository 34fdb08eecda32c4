import { AppError } from '../errors/index.ts';
import type { RegistryOptions } from './contract.ts';

/** What was done to find the cause of a failure, and what came of it, in plain words. */
export interface Check {
  readonly check: string;
  readonly outcome: string;
}

/** `redirect` where one was not followed; `none` where the browser shows no answer, or not in time. */
export type Probed = 'answer' | 'redirect' | 'none';

/** A sixth of the time that an answer may take: the diagnosis must not double the wait. */
const shareOfIdleTime = 6;
const defaultIdleTimeoutMs = 30_000;

/** Small questions to one host after a failure. Each is noted in `checks`, in the order they were asked. */
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
   * Asks, without credentials, and leaves as soon as the head of an answer is there: a body may be gigabytes.
   *
   * @throws AppError cancelled
   */
  async ask(check: string, url: string, init: RequestInit): Promise<Probed> {
    const place = this.checks.push({ check, outcome: '' }) - 1;
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
      this.checks[place] = { check, outcome };
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
      if (type === 'opaqueredirect') return end('redirect', 'answered with a redirect');
      return end('answer', status > 0 ? `answered ${status}` : 'answered');
    } catch (error) {
      if (this.#signal?.aborted) throw new AppError('cancelled', `"${url}" was cancelled`, { cause: error });
      if (isLate) return end('none', `no answer in ${limitMs / 1000} s`);
      if (error instanceof TypeError) return end('none', 'no answer that the browser shows');
      throw error;
    } finally {
      stop.abort();
    }
  }
}

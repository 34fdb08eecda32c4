import { AppError } from '../errors/index.ts';
import { AnswerCut } from './readLines.ts';

/** Retries without progress before giving up; browsers may stop a worker at any time. */
const maxAttemptsWithoutProgress = 3;

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Resolves after a delay, before the next attempt. */
  readonly pause: () => Promise<void>;
}

/**
 * Repeats an attempt until it returns a result. An attempt whose answer is cut is retried as long as there is progress. The attempt
 * reports its progress with `reached`, in bytes; the first report sets the baseline.
 *
 * @throws any other error of the attempt; internal if the worker is stopped repeatedly without progress; the signal's reason
 */
export async function retryUntilComplete<Result>(
  attempt: (reached: (bytes: number) => void) => Promise<Result>,
  { signal, pause }: RetryOptions,
): Promise<Result> {
  let best = -1;
  let inVain = 0;
  const reached = (bytes: number) => {
    if (best >= 0 && bytes > best) inVain = 0;
    best = Math.max(best, bytes);
  };
  for (; ; inVain++) {
    try {
      return await attempt(reached);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!isBroken(error) || inVain >= maxAttemptsWithoutProgress) throw error;
    }
    await pause();
    signal.throwIfAborted();
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof AnswerCut || (error instanceof AppError && error.cause instanceof TypeError);
}

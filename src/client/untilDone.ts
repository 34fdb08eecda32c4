import { AppError, asAppError } from '../errors/index.ts';
import { readLines } from './readLines.ts';

/** Retries without progress before giving up; browsers may stop a worker at any time. */
const maxAttemptsWithoutProgress = 3;

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Resolves after a delay, before the next attempt. */
  readonly pause: () => Promise<void>;
}

/**
 * Repeats an attempt until it returns a result. An attempt whose answer is cut, or that returns undefined because the answer ended
 * early, is retried as long as there is progress. The attempt reports its progress with `reached`, in bytes; the first report sets
 * the baseline.
 *
 * @throws any other error of the attempt; internal if the worker is stopped repeatedly without progress; the signal's reason
 */
export async function retryUntilComplete<Result extends {}>(
  attempt: (reached: (bytes: number) => void) => Promise<Result | undefined>,
  { signal, pause }: RetryOptions,
): Promise<Result> {
  let best = -1;
  let inVain = 0;
  const reached = (bytes: number) => {
    if (best >= 0 && bytes > best) inVain = 0;
    best = Math.max(best, bytes);
  };
  for (; ; inVain++) {
    let broken: unknown;
    try {
      const result = await attempt(reached);
      if (result !== undefined) return result;
      broken = new AppError('internal', 'the worker was stopped before the end', { reason: 'internal' });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!isBroken(error)) throw error;
      broken = error;
    }
    if (inVain >= maxAttemptsWithoutProgress) throw asAppError(broken);
    await pause();
    signal.throwIfAborted();
  }
}

/** Yields the lines of an answer that `parse` knows. If the answer is cut, throws an error that `retryUntilComplete` retries. */
export async function* readKnownLines<Line>(
  answer: Response,
  parse: (text: string) => Line | undefined,
): AsyncGenerator<Line, void> {
  const lines = readLines(answer);
  try {
    for await (const text of lines) {
      const line = parse(text);
      if (line) yield line;
    }
  } catch (error) {
    throw new Broken('the answer was cut', { cause: error });
  }
}

/** The answer was cut, as when the browser stops the worker. */
class Broken extends Error {}

function isBroken(error: unknown): boolean {
  return error instanceof Broken || (error instanceof AppError && error.cause instanceof TypeError);
}

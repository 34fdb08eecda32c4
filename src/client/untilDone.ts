import { AppError, asAppError } from '../errors/index.ts';
import { readLines } from './lines.ts';

/** A worker may be stopped in the middle of its work, and so it may be many times; one that never gets on is given up. */
const maxAttemptsWithoutProgress = 3;

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** A moment, before a worker that was stopped is asked again. */
  readonly pause: () => Promise<void>;
}

/**
 * What an attempt gives, of as many as it takes: one that is cut, or gives undefined as its answer ended too early, is followed
 * by another as long as something is gained. The attempt says how far it is, in bytes; what is there at the beginning is no gain.
 *
 * @throws whatever the attempt throws; internal where the worker is stopped again and again; the signal's reason
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

/** The lines of an answer that `parse` knows. Where it is cut, `retryUntilComplete` tries again. */
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

/** The answer ended, or was not begun, though nobody refused it: as when a worker is stopped. */
class Broken extends Error {}

function isBroken(error: unknown): boolean {
  return error instanceof Broken || (error instanceof AppError && error.cause instanceof TypeError);
}

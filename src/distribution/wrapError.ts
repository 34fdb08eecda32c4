import { AppError } from '../errors/index.ts';

/**
 * Returns the result of the work; prefixes its failure with moby's words, as Go's `fmt.Errorf("…: %w")`. Code, reason and
 * cause stay.
 */
export async function wrapError<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const inner = cause instanceof AppError ? cause : undefined;
    const message = `${what}: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new AppError(inner?.code ?? 'internal', message, {
      ...(inner?.reason ? { reason: inner.reason } : {}),
      ...(inner?.detail ? { detail: inner.detail } : {}),
      cause,
    });
  }
}

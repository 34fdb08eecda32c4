import { AppError } from '../errors/index.ts';

/**
 * What the work gives; its failure with the seed's words before it, as Go's `fmt.Errorf("…: %w")`: code and reason stay,
 * and the cause is kept.
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

import type { Reason } from './reason.ts';

/**
 * Classes of errors by what a caller can do: containerd's closed list (github.com/containerd/errdefs). Callers test them with
 * `hasCode`, never by message.
 */
export const errorCodes = [
  'not_found',
  'already_exists',
  'invalid_argument',
  'unauthenticated',
  'permission_denied',
  'failed_precondition',
  'unavailable',
  'data_loss',
  'resource_exhausted',
  'aborted',
  'cancelled',
  'deadline_exceeded',
  'not_implemented',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface AppErrorOptions {
  /** The reason that a person is shown. */
  readonly reason?: Reason;
  /** Facts for the person or the log: plain JSON values, never a credential. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The one error that crosses rooms. `code` says what the caller can do, `reason` why it happened,
 * `detail` carries the facts. Messages are lower case, quote the value first and hold no credential.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly reason: Reason | undefined;
  readonly detail: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.reason = options.reason;
    this.detail = options.detail;
  }
}

export function isAppError(value: unknown): value is AppError {
  return value instanceof AppError;
}

/** Tells whether `value` or an error in its chain of causes is an AppError with this code, like Go's errors.Is. */
export function hasCode(value: unknown, code: ErrorCode): boolean {
  for (let error = value, depth = 0; error instanceof Error && depth < 32; error = error.cause, depth++) {
    if (isAppError(error) && error.code === code) return true;
  }
  return false;
}

/**
 * Returns an AppError unchanged; an abort becomes `cancelled`, anything else `internal`, with the value as its cause. For the
 * edges of the program, which report every error.
 */
export function asAppError(value: unknown): AppError {
  if (isAppError(value)) return value;
  const message = value instanceof Error ? value.message : String(value);
  if (value instanceof Error && value.name === 'AbortError')
    return new AppError('cancelled', message, { cause: value });
  return new AppError('internal', message, { reason: 'internal', cause: value });
}

import type { Reason } from './reason.ts';

/**
 * What a caller can do about a failure: containerd's closed error classes
 * (github.com/containerd/errdefs). Asked by `hasCode`, never by message.
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
  /** Why, from the closed list that a person is shown. */
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

/** Whether `value` or anything in its chain of causes is an AppError of this code (as Go's errors.Is asks). */
export function hasCode(value: unknown, code: ErrorCode): boolean {
  for (let error = value, depth = 0; error instanceof Error && depth < 32; error = error.cause, depth++) {
    if (isAppError(error) && error.code === code) return true;
  }
  return false;
}

/**
 * The value itself where it is an AppError; an abort becomes `cancelled`, anything else `internal`, with the
 * cause kept. For the edges of the program, where whatever was thrown has to be told to someone.
 */
export function asAppError(value: unknown): AppError {
  if (isAppError(value)) return value;
  const message = value instanceof Error ? value.message : String(value);
  if (value instanceof Error && value.name === 'AbortError')
    return new AppError('cancelled', message, { cause: value });
  return new AppError('internal', message, { reason: 'internal', cause: value });
}

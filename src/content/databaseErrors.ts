import { AppError, type ErrorCode, type Reason } from '../errors/index.ts';

/** Codes for IndexedDB's exceptions; any other is `internal`. */
const meanings: ReadonlyMap<string, readonly [ErrorCode, Reason]> = new Map([
  ['QuotaExceededError', ['resource_exhausted', 'quota']],
  // Chromium and Firefox: a value, or the file of a Blob, cannot be read back.
  ['NotReadableError', ['data_loss', 'corrupt']],
  // `add` found the key in use.
  ['ConstraintError', ['already_exists', 'internal']],
  // The connection closed during a transaction.
  ['AbortError', ['unavailable', 'internal']],
  ['InvalidStateError', ['unavailable', 'internal']],
  ['VersionError', ['failed_precondition', 'unsupported']],
]);

/** Converts an IndexedDB exception to an AppError; returns an AppError unchanged. */
export function translateDatabaseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const [code, reason] = meanings.get(name) ?? ['internal', 'internal'];
  const message = error instanceof Error || error instanceof DOMException ? error.message : String(error);
  // A newer release of the app has upgraded the database.
  const found = name === 'VersionError' ? { found: 'newer_store' } : {};
  return new AppError(code, `content store: ${message || name}`, { reason, detail: { name, ...found }, cause: error });
}

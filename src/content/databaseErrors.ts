import { AppError, type ErrorCode, type Reason } from '../errors/index.ts';

/** What IndexedDB's exceptions mean to the store's callers; any other is `internal`. */
const meanings: ReadonlyMap<string, readonly [ErrorCode, Reason]> = new Map([
  ['QuotaExceededError', ['resource_exhausted', 'quota']],
  // Chromium and Firefox: a value, or the file of a Blob, cannot be read back.
  ['NotReadableError', ['data_loss', 'corrupt']],
  // A key that `add` found taken.
  ['ConstraintError', ['already_exists', 'internal']],
  // The connection ended with transactions under way.
  ['AbortError', ['unavailable', 'internal']],
  ['InvalidStateError', ['unavailable', 'internal']],
  ['VersionError', ['failed_precondition', 'unsupported']],
]);

/** The AppError for whatever IndexedDB threw; an AppError itself is kept. */
export function translateDatabaseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const [code, reason] = meanings.get(name) ?? ['internal', 'internal'];
  const message = error instanceof Error || error instanceof DOMException ? error.message : String(error);
  // A newer release of the app has upgraded the database.
  const found = name === 'VersionError' ? { found: 'newer_store' } : {};
  return new AppError(code, `content store: ${message || name}`, { reason, detail: { name, ...found }, cause: error });
}

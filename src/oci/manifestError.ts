import { AppError, isAppError } from '../errors/index.ts';

/** The reason why a document was refused: invalid JSON, a JSON value of the wrong type, or contradictory content. */
export type ManifestErrorKind = 'syntax' | 'type' | 'ambiguous' | 'mediaType' | 'signature';

export function refuseManifest(kind: ManifestErrorKind, message: string): AppError {
  return new AppError('invalid_argument', message, { reason: 'invalid_manifest', detail: { kind } });
}

export function refuseSyntax(message: string): AppError {
  return refuseManifest('syntax', message);
}

/** Returns the result of `read`, or the message of the AppError that it throws. */
export function orMessage<T extends object>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.message;
  }
}

/** Shortens text from a document for a message. */
export function shorten(text: string, limit = 200): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** Quotes a byte as Go's encoding/json does: Latin-1, in single quotes, escaped if it does not print. */
export function quoteByte(byte: number): string {
  if (byte === 0x27) return "'\\''";
  const named = new Map([
    [0x07, '\\a'],
    [0x08, '\\b'],
    [0x09, '\\t'],
    [0x0a, '\\n'],
    [0x0b, '\\v'],
    [0x0c, '\\f'],
    [0x0d, '\\r'],
    [0x5c, '\\\\'],
  ]).get(byte);
  if (named !== undefined) return `'${named}'`;
  const hex = byte.toString(16).padStart(2, '0');
  if (byte < 0x20 || byte === 0x7f) return `'\\x${hex}'`;
  if ((byte > 0x7f && byte <= 0xa0) || byte === 0xad) return `'\\u00${hex}'`;
  return `'${String.fromCharCode(byte)}'`;
}

import { AppError, isAppError } from '../errors/index.ts';

/** Why a document was refused: bad JSON, a JSON value of the wrong type, or what it says of itself. */
export type ManifestErrorKind = 'syntax' | 'type' | 'ambiguous' | 'mediaType' | 'signature';

export function refuseManifest(kind: ManifestErrorKind, message: string): AppError {
  return new AppError('invalid_argument', message, { reason: 'invalid_manifest', detail: { kind } });
}

export function refuseSyntax(message: string): AppError {
  return refuseManifest('syntax', message);
}

/** What is read, or the message of why it cannot be. */
export function orMessage<T extends object>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.message;
  }
}

/** Text from a document, short enough for a message. */
export function shorten(text: string, limit = 200): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** A byte as Go's encoding/json names it: Latin-1, in single quotes, escaped where it does not print. */
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

import { AppError } from '../errors/index.ts';
import { shorten } from './manifestError.ts';

const tokenEnd = /[^!#$%&'*+\-.0-9A-Z^_`a-z{|}~]/;

/**
 * Returns the media type of a Content-Type header: lower case, with its parameters checked and dropped; '' for ''. Follows
 * Go's `mime.ParseMediaType` (go1.19) and its errors.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` mediaType; the message begins `mime: `
 */
export function parseContentType(header: string): string {
  if (header === '') return '';
  const semicolon = header.indexOf(';');
  const base = semicolon < 0 ? header : header.slice(0, semicolon);
  const mediaType = base.toLowerCase().trim();
  checkType(header, mediaType);
  if (semicolon >= 0) checkParameters(header, header.slice(semicolon));
  return mediaType;
}

function checkType(header: string, mediaType: string): void {
  const [type, rest] = takeToken(mediaType);
  if (type === '') throw refuse(header, 'no media type');
  if (rest === '') return;
  if (!rest.startsWith('/')) throw refuse(header, 'expected slash after first token');
  const [subtype, after] = takeToken(rest.slice(1));
  if (subtype === '') throw refuse(header, 'expected token after slash');
  if (after !== '') throw refuse(header, 'unexpected content after media subtype');
}

function checkParameters(header: string, text: string): void {
  const names = new Set<string>();
  let rest = text.trim();
  while (rest !== '') {
    if (!rest.startsWith(';')) throw refuse(header, 'invalid media parameter');
    if (rest === ';') return;
    const [name, afterName] = takeToken(rest.slice(1).trimStart());
    const equals = afterName.trimStart();
    if (name === '' || !equals.startsWith('=')) throw refuse(header, 'invalid media parameter');
    const value = equals.slice(1).trimStart();
    const length = valueLength(value);
    if (length === 0) throw refuse(header, 'invalid media parameter');
    if (names.has(name.toLowerCase())) throw refuse(header, 'duplicate parameter name');
    names.add(name.toLowerCase());
    rest = value.slice(length).trimStart();
  }
}

/** Returns the length of the token or quoted string at the beginning of `text`; 0 if there is neither. */
function valueLength(text: string): number {
  if (!text.startsWith('"')) return takeToken(text)[0].length;
  for (let at = 1; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '"') return at + 1;
    if (letter === '\r' || letter === '\n') return 0;
    if (letter === '\\' && at + 1 < text.length && '()<>@,;:\\"/[]?='.includes(text.charAt(at + 1))) at++;
  }
  return 0;
}

function takeToken(text: string): readonly [token: string, rest: string] {
  const end = text.search(tokenEnd);
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end)];
}

function refuse(header: string, why: string): AppError {
  return new AppError('invalid_argument', `mime: ${why}`, {
    reason: 'invalid_manifest',
    detail: { kind: 'mediaType', contentType: shorten(header) },
  });
}

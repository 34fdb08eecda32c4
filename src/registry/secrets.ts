const maxSecrets = 32;
/** A shorter secret is hidden only as a separate word, since it may be part of any word. */
const minLength = 4;
/** Shorter base64 forms of a secret between other bytes are not hidden: they may be part of any text. */
const minEncodedLength = 6;

/**
 * Removes passwords and tokens from a server's text: the last ones sent, in plain text, percent-encoded, in base64 at any offset,
 * in hexadecimal, and escaped as in JSON and HTML.
 */
export class Secrets {
  /** By `Authorization` header, the newest last. */
  readonly #patterns = new Map<string, RegExp>();

  add(authorization: string): void {
    const pattern = this.#patterns.get(authorization) ?? patternOf(secretsOf(authorization));
    this.#patterns.delete(authorization);
    this.#patterns.set(authorization, pattern);
    const oldest = this.#patterns.size > maxSecrets ? this.#patterns.keys().next().value : undefined;
    if (oldest !== undefined) this.#patterns.delete(oldest);
  }

  hide(text: string): string {
    return [...this.#patterns.values()].reduce((left, pattern) => left.replaceAll(pattern, '…'), text);
  }

  /** Hides secrets in all strings of a JSON value, also in keys. */
  hideIn(value: unknown): unknown {
    if (typeof value === 'string') return this.hide(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((each) => this.hideIn(each));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [this.hide(key), this.hideIn(each)]));
  }
}

/** Returns the token; for Basic also the password, and the joined user name and password. */
function secretsOf(authorization: string): readonly string[] {
  const value = authorization.replace(/^\S+ /, '');
  if (!/^basic /i.test(authorization)) return [value];
  const pair = new TextDecoder().decode(Uint8Array.from(atob(value), (char) => char.charCodeAt(0)));
  return [value, pair, pair.slice(pair.indexOf(':') + 1)];
}

function patternOf(secrets: readonly string[]): RegExp {
  const forms = secrets.filter((secret) => secret !== '').flatMap(formsOf);
  // The longest first, so that no part of a longer form remains.
  const ordered = [...new Set(forms)].sort((one, other) => other.length - one.length);
  return new RegExp(ordered.join('|') || '(?!)', 'gi');
}

/** Returns regular expressions for all forms of a secret. */
function formsOf(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  const percent = encodeURIComponent(secret);
  const plain = [
    secret,
    percent,
    percent.replaceAll('%20', '+'),
    Array.from(bytes, (byte) => `%${toHex(byte)}`).join(''),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    Array.from(bytes, toHex).join(''),
  ].map((form) => (form.length < minLength ? `(?<!\\w)${escapePattern(form)}(?!\\w)` : escapePattern(form)));
  const base64 = [0, 1, 2]
    .map((offset) => base64At(bytes, offset))
    .filter((form) => form.length >= minEncodedLength)
    .map(
      (form) => `${escapePattern(form).replaceAll(/\\[+/]|[-_]/g, (char) => (char.endsWith('+') ? '[+-]' : '[/_]'))}=*`,
    );
  return [...plain, ...base64];
}

/** Returns the base64 characters that depend only on these bytes, if they follow `offset` other bytes. */
function base64At(bytes: Uint8Array, offset: number): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(offset), ...bytes));
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

function toHex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

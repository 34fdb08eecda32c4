import { AppError, isAppError } from '../errors/index.ts';
import { readLine, unquote } from './commandLine.ts';
import { isDigest } from './digest.ts';
import { shorten } from './manifestError.ts';
import { parseReference, type Reference } from './reference.ts';
import { isDomain } from './referenceGrammar.ts';
import { readWebAddress } from './webAddress.ts';

/** The meaning of a typed or pasted text: an image, a repository's tags, a registry's repositories, or a link of this app. */
export type Address =
  | { readonly kind: 'image'; readonly reference: Reference }
  | { readonly kind: 'repository'; readonly domain: string; readonly path: string }
  | { readonly kind: 'registry'; readonly host: string }
  | { readonly kind: 'link'; readonly fragment: string };

/** Far above the length of any address; longer, hostile text is refused before it is parsed. */
const maxTextLength = 8192;
/** Soft hyphens, zero-width characters and text direction marks, which copied text may contain. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Reads what a person types or pastes: a reference, a registry's host, a `docker pull …` line of the usual programs (flags
 * skipped), a Dockerfile's `FROM`, an `image:` line, a `docker://`, `oci://`, `docker-image://` or `web+oci:` address, a URL of a
 * registry's API or web site, or a link of this app. Quotes, invisible characters, and the commas and dots of a sentence are
 * removed; a host is lower-cased, and so is a name that would be refused.
 *
 * Returns every possible meaning, the likeliest first: `localhost:5000` is a registry to a person and an image to docker.
 *
 * @throws AppError invalid_argument, reason invalid_reference
 */
export function parseAddresses(text: string): readonly Address[] {
  if (text.length > maxTextLength) throw refuse(text, 'too long');
  const parts = unquote(text.replace(invisible, '').trim()).split(/\s+/);
  const [first = ''] = parts;
  if (parts.length < 2) return readWord(cleaned(first));
  const line = readLine(parts);
  if (!line) throw refuse(text, 'invalid reference format');
  // In a command the operand means exactly what the program would read.
  const exact = line.isListed ? undefined : tryReference(line.word);
  if (exact) return [{ kind: 'image', reference: exact }];
  const read = readWord(cleaned(line.word));
  return line.isListed ? read.map(asRepository) : read;
}

/**
 * Reads an address as an image. A repository becomes a reference without a tag.
 *
 * @throws AppError invalid_argument, reason invalid_reference; as `parseAddresses`, and if the text does not name an image
 */
export function parseAddress(text: string): Reference {
  const addresses = parseAddresses(text);
  for (const address of addresses) {
    if (address.kind === 'image') return address.reference;
    if (address.kind === 'repository') return { domain: address.domain, path: address.path };
    if (address.kind === 'link') return parseReference(unescaped(text, address.fragment.split('&', 1)[0] ?? ''));
  }
  throw refuse(text, 'names a registry, not an image');
}

function readWord(word: string): readonly Address[] {
  // Browsers let a web app handle web+ schemes; `//` is optional after the colon.
  const text = word.replace(/^web\+oci:(?:\/\/)?(.*?)\/?$/i, '$1');
  const scheme = /^(docker|oci|docker-image|https?):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return readName(text);
  const rest = text.slice(scheme.length + 3);
  if (scheme !== 'http' && scheme !== 'https') return readName(rest);
  const address = escapesChecked(text, () => readWebAddress(scheme, rest));
  return 'fragment' in address ? [{ kind: 'link', fragment: address.fragment }] : readName(address.text);
}

/** Reads text without a scheme. A colon or `@` at its end asks for tags, a slash after a host for repositories. */
function readName(text: string): readonly Address[] {
  const normalized = /^(?:sha\d+:)?[0-9a-f]{64,}$/i.test(text) ? text.toLowerCase() : withLowerHost(text);
  const name = withoutEnd(normalized, '/:@');
  const end = normalized.slice(name.length);
  const registry: Address = { kind: 'registry', host: name.toLowerCase() };
  const guess = guessHost(name);
  const isHost = guess === 'certain' || (end.startsWith('/') && (guess !== undefined || /:\d+$/.test(name)));
  if (isHost && isDomain(name)) return [registry];
  const image: Address = { kind: 'image', reference: readReference(text, name) };
  const named = /^[:@]/.test(end) ? asRepository(image) : image;
  if (guess === 'likely') return [registry, named];
  return guess === 'possible' ? [named, registry] : [named];
}

/** Estimates how likely text without a slash is a host and not an image of Docker Hub; undefined if it cannot be a host. */
function guessHost(text: string): 'certain' | 'likely' | 'possible' | undefined {
  if (isDigest(text) || !isDomain(text)) return undefined;
  if (text.startsWith('[')) return 'certain';
  const [name = '', port] = text.split(':', 2);
  if (Number(port ?? 0) > 65_535) return undefined;
  const isHostName = /^localhost$/i.test(name) || /\.(?:[a-z][a-z0-9-]*[a-z0-9])$/i.test(name);
  if (isHostName || /^(?:\d{1,3}\.){3}\d{1,3}$/.test(name)) return 'likely';
  return port !== undefined && port.length > 3 ? 'possible' : undefined;
}

function readReference(text: string, name: string): Reference {
  const lower = () => tryReference(withLowerName(name));
  const reference = tryReference(name) ?? (name === name.toLowerCase() ? undefined : lower());
  if (reference) return reference;
  throw refuse(text, 'invalid reference format');
}

function tryReference(text: string): Reference | undefined {
  try {
    return parseReference(text);
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

/** Turns an image without tag and digest into its repository; returns anything else unchanged. */
function asRepository(address: Address): Address {
  if (address.kind !== 'image' || !address.reference.domain) return address;
  const { domain, path, tag, digest } = address.reference;
  return tag === undefined && digest === undefined ? { kind: 'repository', domain, path } : address;
}

/** Lower-cases the host if it certainly is one. Docker also takes `Team` in `Team/app` for a host, which may be a mistyped name. */
function withLowerHost(text: string): string {
  return text.replace(/^(?:[^/@]*[.:][^/@]*|localhost)(?=\/)/i, (host) => host.toLowerCase());
}

function withLowerName(text: string): string {
  const [, name = '', tag = '', digest = ''] = /^([^@]*?)(:[^/@]*)?(@.*)?$/s.exec(text) ?? [];
  return name.toLowerCase() + tag + digest.toLowerCase();
}

function cleaned(word: string): string {
  let clean = word;
  for (let before = ''; before !== clean; ) {
    before = clean;
    clean = unquote(withoutEnd(clean, ',;.'));
  }
  return clean;
}

function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (characters.includes(text[end - 1] ?? ' ')) end--;
  return text.slice(0, end);
}

function unescaped(text: string, part: string): string {
  return escapesChecked(text, () => decodeURIComponent(part));
}

function escapesChecked<T>(text: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw refuse(text, 'invalid URL escape', cause);
  }
}

function refuse(text: string, why: string, cause?: unknown): AppError {
  return new AppError('invalid_argument', `address ${JSON.stringify(shorten(withoutPassword(text)))}: ${why}`, {
    reason: 'invalid_reference',
    ...(cause === undefined ? {} : { cause }),
  });
}

function withoutPassword(text: string): string {
  return text.replace(/:\/\/[^/@]*@/, '://').replace(/(--?(?:\w+-)?(?:creds|password|p|u))(?:=|\s+)\S+/g, '$1');
}

import { AppError, isAppError } from '../errors/index.ts';
import { readLine, unquote } from './commandLine.ts';
import { isDigest } from './digest.ts';
import { shorten } from './manifestError.ts';
import { parseReference, type Reference } from './reference.ts';
import { isDomain } from './referenceGrammar.ts';
import { readWebAddress } from './webAddress.ts';

/** What a typed or pasted text names: an image, a repository's tags, a registry's repositories, or a link of this app. */
export type Address =
  | { readonly kind: 'image'; readonly reference: Reference }
  | { readonly kind: 'repository'; readonly domain: string; readonly path: string }
  | { readonly kind: 'registry'; readonly host: string }
  | { readonly kind: 'link'; readonly fragment: string };

/** Far above what any address needs; keeps hostile text from being taken apart. */
const maxTextLength = 8192;
/** Soft hyphens, zero-width characters and marks of text direction, which a copied text may hold. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Reads what a person types or pastes: a reference, a registry's host, a `docker pull …` line of the usual programs (flags
 * skipped), a Dockerfile's `FROM`, an `image:` line, a `docker://`, `oci://`, `docker-image://` or `web+oci:` address, a URL of a
 * registry's API or web site, or a link of this app. Quotes, invisible characters, and the commas and dots of a sentence are
 * removed; a host is lower-cased, and so is a name that would be refused.
 *
 * Returns all that the text may mean, the likeliest first: `localhost:5000` is a registry to a person and an image to docker.
 *
 * @throws AppError invalid_argument, reason invalid_reference
 */
export function parseAddresses(text: string): readonly Address[] {
  if (text.length > maxTextLength) throw refuse(text, 'too long');
  const words = unquote(text.replace(invisible, '').trim()).split(/\s+/);
  const [first = ''] = words;
  if (words.length < 2) return readWord(cleaned(first));
  const line = readLine(words);
  if (!line) throw refuse(text, 'invalid reference format');
  // A command is exact: what the program would take is what is meant.
  const exact = line.isListed ? undefined : tryReference(line.word);
  if (exact) return [{ kind: 'image', reference: exact }];
  const read = readWord(cleaned(line.word));
  return line.isListed ? read.map(asRepository) : read;
}

/**
 * Reads an address as an image: of a repository the one without tag.
 *
 * @throws AppError invalid_argument, reason invalid_reference; as `parseAddresses`, and for what names no image
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
  // What a browser lets a web app be the handler of; `//` or nothing may follow.
  const text = word.replace(/^web\+oci:(?:\/\/)?(.*?)\/?$/i, '$1');
  const scheme = /^(docker|oci|docker-image|https?):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return readName(text);
  const rest = text.slice(scheme.length + 3);
  if (scheme !== 'http' && scheme !== 'https') return readName(rest);
  const address = escapesChecked(text, () => readWebAddress(scheme, rest));
  return 'fragment' in address ? [{ kind: 'link', fragment: address.fragment }] : readName(address.text);
}

/** `text` has no scheme. A colon or `@` at its end asks for tags, a slash behind a host for repositories. */
function readName(text: string): readonly Address[] {
  const whole = /^(?:sha\d+:)?[0-9a-f]{64,}$/i.test(text) ? text.toLowerCase() : withLowerHost(text);
  const name = withoutEnd(whole, '/:@');
  const end = whole.slice(name.length);
  const registry: Address = { kind: 'registry', host: name.toLowerCase() };
  const guess = guessHost(name);
  const isHost = guess === 'certain' || (end.startsWith('/') && (guess !== undefined || /:\d+$/.test(name)));
  if (isHost && isDomain(name)) return [registry];
  const image: Address = { kind: 'image', reference: readReference(text, name) };
  const named = /^[:@]/.test(end) ? asRepository(image) : image;
  if (guess === 'likely') return [registry, named];
  return guess === 'possible' ? [named, registry] : [named];
}

/** How likely a text without a slash is a host rather than an image of Docker Hub; undefined if it cannot be one. */
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

/** Of an image without tag and digest its repository; anything else as it is. */
function asRepository(address: Address): Address {
  if (address.kind !== 'image' || !address.reference.domain) return address;
  const { domain, path, tag, digest } = address.reference;
  return tag === undefined && digest === undefined ? { kind: 'repository', domain, path } : address;
}

/** Only what is a host for certain: `Team/app` has one, by docker's rules, that nothing else tells from a name. */
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

import { AppError } from '../errors/index.ts';
import { type Digest, isDigest, parseDigest } from './digest.ts';
import { shorten } from './manifestError.ts';
import { isDigestShape, isDomain, isPath, isTag } from './referenceGrammar.ts';

/**
 * A normalised named reference: `docker.io/library/alpine` has the domain `docker.io` and the path `library/alpine`. The domain
 * is '' if the grammar finds none (`under_score.com/x`).
 */
export interface NamedReference {
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** A named reference, or a bare digest. */
export type Reference =
  | NamedReference
  | { readonly domain?: undefined; readonly path?: undefined; readonly digest: Digest };

const defaultDomain = 'docker.io';
const officialPrefix = 'library/';
const maxPathLength = 255;
/** Far above the length of any reference; longer, hostile text is refused before it is parsed. */
const maxTextLength = 8192;

/**
 * Parses a reference as docker does (`ParseAnyReference` of distribution/reference): 64 hex digits or a digest are a bare
 * digest; anything else is a name, completed with `docker.io` and `library/`, with an optional tag and digest.
 *
 * @throws AppError invalid_argument, reason invalid_reference; the message ends with Go's message
 */
export function parseReference(text: string): Reference {
  if (/^[a-f0-9]{64}$/.test(text)) return { digest: parseDigest(`sha256:${text}`) };
  if (isDigest(text)) return { digest: text };
  return parseNamedReference(text);
}

/**
 * Parses a reference that must have a name (`ParseNormalizedNamed`): `sha256:<hex>` is an image named sha256 with a long tag.
 *
 * @throws AppError invalid_argument, reason invalid_reference
 */
export function parseNamedReference(text: string): NamedReference {
  if (text.length > maxTextLength) throw refuse(text, 'invalid reference format');
  if (/^[a-f0-9]{64}$/.test(text)) {
    throw refuse(text, `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  }
  const [domain, remainder] = splitDomain(text);
  const remote = remainder.split(':', 1)[0] ?? '';
  if (remote.toLowerCase() !== remote) {
    throw refuse(text, `invalid reference format: repository name (${shorten(remote)}) must be lowercase`);
  }
  const full = `${domain}/${remainder}`;
  const parts = matchReference(full);
  if (!parts) {
    const lower = matchReference(full.toLowerCase());
    throw refuse(text, lower ? 'repository name must be lowercase' : 'invalid reference format');
  }
  if (parts.path.length > maxPathLength) throw refuse(text, 'repository name must not be more than 255 characters');
  return {
    domain: parts.domain,
    path: parts.path,
    ...(parts.tag === undefined ? {} : { tag: parts.tag }),
    ...(parts.digest === undefined ? {} : { digest: digestOf(text, parts.digest) }),
  };
}

/** Formats a reference as normalised text, which `parseReference` parses to the same reference. */
export function formatReference(reference: Reference): string {
  if (reference.path === undefined) return reference.digest;
  const { domain, path } = reference;
  return withTagAndDigest(domain === '' ? path : `${domain}/${path}`, reference);
}

/** Formats a reference as docker shows it: without `docker.io`, and without `library/` before a single segment. */
export function formatFamiliar(reference: Reference): string {
  if (reference.path === undefined) return reference.digest;
  const { domain, path } = reference;
  if (domain !== defaultDomain) return formatReference(reference);
  const bare = path.startsWith(officialPrefix) ? path.slice(officialPrefix.length) : path;
  return withTagAndDigest(bare.includes('/') ? path : bare, reference);
}

/** Adds `:latest` to a name that has neither tag nor digest. */
export function tagNameOnly(reference: NamedReference): NamedReference {
  return reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: 'latest' } : reference;
}

function splitDomain(name: string): readonly [domain: string, remainder: string] {
  const slash = name.indexOf('/');
  if (slash < 0) return [defaultDomain, officialPrefix + name];
  const first = name.slice(0, slash);
  const rest = name.slice(slash + 1);
  const isDomainLike = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
  const domain = !isDomainLike || first === 'index.docker.io' ? defaultDomain : first;
  const remainder = isDomainLike ? rest : name;
  return [domain, domain === defaultDomain && !remainder.includes('/') ? officialPrefix + remainder : remainder];
}

interface Parts {
  readonly domain: string;
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Splits text as the anchored ReferenceRegexp does; undefined if it does not match. */
function matchReference(text: string): Parts | undefined {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigestShape(digest)) return undefined;
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !isTag(tag)) return undefined;
  const name = colon < 0 ? named : named.slice(0, colon);
  const slash = name.indexOf('/');
  const domain = name.slice(0, slash);
  if (slash > 0 && isDomain(domain) && isPath(name.slice(slash + 1))) {
    return { domain, path: name.slice(slash + 1), tag, digest };
  }
  return isPath(name) ? { domain: '', path: name, tag, digest } : undefined;
}

function digestOf(text: string, digest: string): Digest {
  try {
    return parseDigest(digest);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const message = cause.message.slice(cause.message.lastIndexOf(': ') + 2);
    throw refuse(text, message, cause);
  }
}

function withTagAndDigest(name: string, { tag, digest }: { readonly tag?: string; readonly digest?: Digest }): string {
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function refuse(text: string, why: string, cause?: AppError): AppError {
  return new AppError('invalid_argument', `reference ${JSON.stringify(shorten(text))}: ${why}`, {
    reason: 'invalid_reference',
    ...(cause ? { cause } : {}),
    ...(cause?.detail ? { detail: cause.detail } : {}),
  });
}

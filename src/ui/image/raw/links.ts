import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { formatReference, isDigest, parseAddress } from '../../../oci/index.ts';
import { isHttps } from '../../kit/isHttps.ts';
import { enclosing, keyBefore, keyOfValue, memberText, stringValue } from './jsonPlace.ts';
import type { Tokens } from './jsonTokens.ts';
import { pageOfMediaType } from './mediaTypePages.ts';
import { imageOfPurl, pageOfPurl, parsePurl } from './purl.ts';

export interface RawLink {
  readonly href: string;
  /** Leads to another site. */
  readonly isExternal: boolean;
}

/** Returns the link for a digest in the repository of this document; undefined if it is not content of that repository. */
export type DigestLinks = (digest: string) => string | undefined;

const maxValueLength = 2048;
const baseName = 'org.opencontainers.image.base.name';
/** Keys whose values are image references: image-spec annotations.md, cosign, containerd, docker save. */
const referenceKeys: ReadonlySet<string> = new Set([
  baseName,
  'docker-reference',
  'Docker-reference',
  'io.containerd.image.name',
  'RepoTags',
  'RepoDigests',
]);
/** Keys whose digests are not registry content: unpacked layers, chain IDs, image IDs, tables of contents. */
const foreignDigestKeys: ReadonlySet<string> = new Set([
  'diff_ids',
  'Image',
  'containerd.io/uncompressed',
  'containerd.io/snapshot/stargz/toc.digest',
  'io.github.containers.zstd-chunked.manifest-checksum',
  'io.github.containers.zstd-chunked.tarsplit-checksum',
]);
const hashNames: ReadonlySet<string> = new Set(['sha256', 'sha384', 'sha512']);

/** Returns the link of a string that is a digest, an image, a package, a media type or an https URL. */
export function linkOfString(tokens: Tokens, token: number, linkOfDigest: DigestLinks): RawLink | undefined {
  const length = (tokens.starts[token + 1] ?? 0) - (tokens.starts[token] ?? 0);
  const value = length > maxValueLength ? undefined : stringValue(tokens, token);
  if (!value) return undefined;
  const key = keyOfValue(tokens, token) ?? '';
  const inside =
    digestLink(tokens, token, key, value, linkOfDigest) ??
    (referenceKeys.has(key) ? imageLink(value) : undefined) ??
    purlImageLink(value);
  if (inside !== undefined) return { href: inside, isExternal: false };
  const purl = parsePurl(value);
  const outside = purl ? pageOfPurl(purl) : (pageOfMediaType(value) ?? (isHttpsUrl(value) ? value : undefined));
  return outside === undefined ? undefined : { href: outside, isExternal: true };
}

function digestLink(
  tokens: Tokens,
  token: number,
  key: string,
  value: string,
  linkOfDigest: DigestLinks,
): string | undefined {
  if (hashNames.has(key)) return hashLink(tokens, token, `${key}:${value}`, linkOfDigest);
  if (!isDigest(value) || foreignDigestKeys.has(key)) return undefined;
  if (key !== 'org.opencontainers.image.base.digest') return linkOfDigest(value);
  // The digest is in the base image's repository, which a sibling annotation names.
  const name = memberText(tokens, enclosing(tokens, token), baseName);
  return name === undefined ? undefined : imageLink(name, value);
}

/** Links in-toto's `digest: { sha256: … }`, whose sibling `name` or `uri` names the content (attestation spec, resource_descriptor.md). */
function hashLink(tokens: Tokens, token: number, digest: string, linkOfDigest: DigestLinks): string | undefined {
  const set = enclosing(tokens, token);
  const key = set < 0 ? -1 : keyBefore(tokens, set);
  if (key < 0 || stringValue(tokens, key) !== 'digest' || !isDigest(digest)) return undefined;
  const owner = enclosing(tokens, key);
  const purl = parsePurl(memberText(tokens, owner, 'uri') ?? memberText(tokens, owner, 'name') ?? '');
  if (!purl) return linkOfDigest(digest);
  const image = imageOfPurl({ ...purl, version: '', qualifiers: without(purl.qualifiers, 'digest', 'tag') });
  return image === undefined ? undefined : imageLink(image, digest);
}

function purlImageLink(value: string): string | undefined {
  const purl = parsePurl(value);
  const image = purl && imageOfPurl(purl);
  return image === undefined ? undefined : imageLink(image);
}

/** Returns the link to an image in this app, with `digest` in place of its tag; undefined if it is not a reference. */
function imageLink(image: string, digest?: string): string | undefined {
  try {
    const reference = parseAddress(image);
    if (reference.domain === undefined) return undefined;
    const { domain, path } = reference;
    return formatPageAddress(treeAddress(digest ? `${domain}/${path}@${digest}` : formatReference(reference)));
  } catch {
    // Not a reference: the string is shown without a link.
    return undefined;
  }
}

function isHttpsUrl(value: string): boolean {
  return isHttps(value) && !/\s/.test(value);
}

function without(map: ReadonlyMap<string, string>, ...keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...map].filter(([key]) => !keys.includes(key)));
}

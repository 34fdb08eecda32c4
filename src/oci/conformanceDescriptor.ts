import type { Checker } from './conformanceChecker.ts';

const properties = 'descriptor.md#properties';
const maxSize = 2n ** 63n - 1n;
const hexLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha512', 128],
]);

/** Checks a descriptor (image-spec descriptor.md; `platform` by image-index.md). Does not hash `data`. */
export function checkDescriptor(checker: Checker, row: number, path: string): void {
  const section = properties;
  const members = checker.object(row, path, section);
  if (!members) return;
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const mediaType = checker.required(members, 'mediaType', path, section);
  if (mediaType !== undefined) checker.mediaType(mediaType, at('mediaType'), section);
  const digest = checker.required(members, 'digest', path, section);
  if (digest !== undefined) checkDigest(checker, digest, at('digest'), 'descriptor.md#digests');
  const size = checker.required(members, 'size', path, section);
  const bytes = size === undefined ? undefined : checkSize(checker, size, at('size'));
  for (const [name, value] of members) {
    if (name === 'urls') checkUrls(checker, value, at(name));
    else if (name === 'annotations') checker.stringMap(value, at(name), 'annotations.md#rules');
    else if (name === 'artifactType') checker.mediaType(value, at(name), section);
    else if (name === 'data') checkData(checker, value, at(name), bytes);
    else if (name === 'platform') checkPlatform(checker, value, at(name));
  }
}

/** Checks each descriptor of a list and returns their number; undefined if it is not a list. */
export function checkDescriptors(checker: Checker, row: number, path: string, section: string): number | undefined {
  const rows = checker.array(row, path, section);
  rows?.forEach((element, index) => {
    checkDescriptor(checker, element, `${path}.${index}`);
  });
  return rows?.length;
}

/** Checks a digest's grammar, and for the registered algorithms that it is lower-case hex of the right length. */
export function checkDigest(checker: Checker, row: number, path: string, section: string): void {
  const text = checker.string(row, path, section);
  if (text === undefined) return;
  const colon = text.indexOf(':');
  const algorithm = text.slice(0, Math.max(0, colon));
  const encoded = text.slice(colon + 1);
  const hexLength = hexLengths.get(algorithm);
  const isGrammatical =
    algorithm.split(/[+._-]/).every((part) => /^[a-z0-9]+$/.test(part)) && /^[a-zA-Z0-9=_-]+$/.test(encoded);
  if (!isGrammatical) checker.add('digest is algorithm:encoded', path, section);
  else if (hexLength !== undefined && (encoded.length !== hexLength || !/^[a-f0-9]+$/.test(encoded))) {
    checker.add(`${algorithm} is encoded as ${hexLength} lower-case hex digits`, path, section);
  }
}

function checkSize(checker: Checker, row: number, path: string): bigint | undefined {
  const size = checker.integer(row);
  if (size !== undefined && size >= 0n && size <= maxSize) return size;
  checker.add('size is an integer of at least 0 (int64)', path, properties);
  return undefined;
}

function checkUrls(checker: Checker, row: number, path: string): void {
  checker.array(row, path, properties)?.forEach((element, index) => {
    const url = checker.string(element, `${path}.${index}`, properties);
    if (url !== undefined && !/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"\\^`{|}]+$/.test(url)) {
      checker.add('urls are URIs (RFC 3986)', `${path}.${index}`, properties);
    }
  });
}

function checkData(checker: Checker, row: number, path: string, size: bigint | undefined): void {
  const data = checker.string(row, path, properties);
  if (data === undefined) return;
  const body = data.endsWith('==') ? data.slice(0, -2) : data.endsWith('=') ? data.slice(0, -1) : data;
  if (data.length % 4 !== 0 || /[^A-Za-z0-9+/]/.test(body)) {
    checker.add('data is base64 (RFC 4648)', path, properties);
  } else if (size !== undefined && BigInt(Math.floor((body.length * 3) / 4)) !== size) {
    checker.add('data is as long as size says', path, properties);
  }
}

function checkPlatform(checker: Checker, row: number, path: string): void {
  const section = 'image-index.md#image-index-property-descriptions';
  const members = checker.object(row, path, section);
  if (!members) return;
  for (const name of ['architecture', 'os']) checker.required(members, name, path, section);
  for (const [name, value] of members) {
    if (['architecture', 'os', 'os.version', 'variant'].includes(name))
      checker.string(value, `${path}.${name}`, section);
    else if (name === 'os.features') checker.strings(value, `${path}.${name}`, section);
  }
}

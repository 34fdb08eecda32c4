import { AppError } from '../errors/index.ts';

declare const digestBrand: unique symbol;

/** The identity of content: `algorithm:encoded`, with its grammar and length checked. Only `parseDigest` and `isDigest` make one. */
export type Digest = string & { readonly [digestBrand]: true };

export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512';

const hexLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

const grammar = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;

/**
 * Reads `algorithm:encoded` (image-spec descriptor.md#digests; checks in the order of go-digest v1.0.0).
 *
 * @throws AppError invalid_argument, `detail.kind` one of invalid_format, invalid_length, unsupported
 */
export function parseDigest(text: string): Digest {
  const colon = text.indexOf(':');
  if (colon <= 0 || colon === text.length - 1) throw refuse(text, 'invalid_format', 'invalid checksum digest format');
  const hexLength = hexLengths.get(text.slice(0, colon));
  const encoded = text.slice(colon + 1);
  if (hexLength === undefined) {
    if (!grammar.test(text)) throw refuse(text, 'invalid_format', 'invalid checksum digest format');
    throw refuse(text, 'unsupported', 'unsupported digest algorithm');
  }
  if (new TextEncoder().encode(encoded).length !== hexLength) {
    throw refuse(text, 'invalid_length', 'invalid checksum digest length');
  }
  if (!/^[a-f0-9]+$/.test(encoded)) throw refuse(text, 'invalid_format', 'invalid checksum digest format');
  return text as Digest;
}

/** Tells whether `parseDigest` accepts the text. */
export function isDigest(text: string): text is Digest {
  const colon = text.indexOf(':');
  const encoded = text.slice(colon + 1);
  return colon > 0 && hexLengths.get(text.slice(0, colon)) === encoded.length && /^[a-f0-9]+$/.test(encoded);
}

export function digestAlgorithm(digest: Digest): DigestAlgorithm {
  return digest.slice(0, digest.indexOf(':')) as DigestAlgorithm;
}

export function digestEncoded(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

function refuse(text: string, kind: string, why: string): AppError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new AppError('invalid_argument', `digest ${JSON.stringify(shown)}: ${why}`, {
    reason: kind === 'unsupported' ? 'unsupported' : 'invalid_reference',
    detail: { kind },
  });
}

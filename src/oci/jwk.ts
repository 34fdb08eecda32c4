import { decodeBase64Url } from './base64url.ts';
import type { JsonDocument } from './json.ts';
import { refuseManifest, shorten } from './manifestError.ts';

const coordinateLengths: ReadonlyMap<string, number> = new Map([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
]);

/** The public key of a JSON Web Key; numbers are big-endian, coordinates have the curve's length. */
export type PublicKey = EllipticKey | RsaKey;

interface EllipticKey {
  readonly type: 'EC';
  readonly curve: string;
  readonly x: Uint8Array<ArrayBuffer>;
  readonly y: Uint8Array<ArrayBuffer>;
  /** As stated. */
  readonly id: string | undefined;
}

interface RsaKey {
  readonly type: 'RSA';
  readonly modulus: Uint8Array<ArrayBuffer>;
  readonly exponent: Uint8Array<ArrayBuffer>;
  /** As stated. */
  readonly id: string | undefined;
}

/**
 * Parses a JSON Web Key as libtrust's `UnmarshalPublicKeyJWK` does: EC with both coordinates of the curve's length, or RSA with
 * modulus and exponent. Does not check that the point is on the curve or that `kid` is the key's fingerprint.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` signature
 */
export function parsePublicKey(document: JsonDocument, row: number): PublicKey {
  const kind = document.kind(row);
  if (kind !== 'object' && kind !== 'null') {
    throw refuse(`the key is ${kind}, not object`);
  }
  const members = new Map(document.members(row));
  const type = readString(document, members, 'kty', 'JWK Public Key type');
  if (type === 'EC') return readEllipticKey(document, members);
  if (type === 'RSA') return readRsaKey(document, members);
  throw refuse(`JWK Public Key type not supported: ${JSON.stringify(shorten(type))}`);
}

type Members = ReadonlyMap<string, number>;

function readEllipticKey(document: JsonDocument, members: Members): EllipticKey {
  const curve = readString(document, members, 'crv', 'JWK EC Public Key curve identifier');
  const length = coordinateLengths.get(curve);
  if (length === undefined) {
    throw refuse(`JWK EC Public Key curve identifier not supported: ${JSON.stringify(shorten(curve))}`);
  }
  const coordinate = (name: string) => {
    const what = `JWK EC Public Key ${name}-coordinate`;
    const bytes = readBytes(document, members, name, what);
    if (bytes.length === length) return bytes;
    throw refuse(`${what}: invalid number of octets: got ${bytes.length}, should be ${length}`);
  };
  return { type: 'EC', curve, x: coordinate('x'), y: coordinate('y'), id: readId(document, members, 'EC') };
}

function readRsaKey(document: JsonDocument, members: Members): RsaKey {
  const modulus = readBytes(document, members, 'n', 'JWK RSA Public Key modulus');
  const exponent = readBytes(document, members, 'e', 'JWK RSA Public Key exponent');
  if (exponent.length > 4) throw refuse('JWK RSA Public Key exponent: more than 4 octets');
  return { type: 'RSA', modulus, exponent, id: readId(document, members, 'RSA') };
}

function readId(document: JsonDocument, members: Members, type: PublicKey['type']): string | undefined {
  return members.has('kid') ? readString(document, members, 'kid', `JWK ${type} Public Key ID`) : undefined;
}

function readBytes(document: JsonDocument, members: Members, name: string, what: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64Url(readString(document, members, name, what));
  if (!bytes) throw refuse(`${what}: invalid base64 URL encoding`);
  return bytes;
}

function readString(document: JsonDocument, members: Members, name: string, what: string): string {
  const row = members.get(name);
  if (row === undefined) throw refuse(`${what}: "${name}" value not specified`);
  if (document.kind(row) !== 'string') throw refuse(`${what}: "${name}" value must be a string`);
  return document.string(row);
}

function refuse(why: string): Error {
  return refuseManifest('signature', `error unmarshalling public key: ${why}`);
}

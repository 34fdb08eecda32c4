import { decodeBase64Url } from './base64url.ts';
import type { JsonDocument } from './json.ts';
import { refuseManifest, shorten } from './manifestError.ts';

const coordinateLengths: ReadonlyMap<string, number> = new Map([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
]);

/**
 * Checks a JSON Web Key in the shape that libtrust's `UnmarshalPublicKeyJWK` asks for: EC with both coordinates of
 * the curve's length, or RSA with modulus and exponent. Whether `kid` is the key's fingerprint is not checked.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` signature
 */
export function assertPublicKey(document: JsonDocument, row: number): void {
  const kind = document.kind(row);
  if (kind !== 'object' && kind !== 'null') {
    const why = `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
    throw refuse(`decoding JWK Public Key JSON data: ${why}`);
  }
  const members = new Map(document.members(row));
  const type = readString(document, members, 'kty', 'JWK Public Key type');
  if (type === 'EC') assertEllipticKey(document, members);
  else if (type === 'RSA') assertRsaKey(document, members);
  else throw refuse(`JWK Public Key type not supported: ${JSON.stringify(shorten(type))}`);
}

type Members = ReadonlyMap<string, number>;

function assertEllipticKey(document: JsonDocument, members: Members): void {
  const curve = readString(document, members, 'crv', 'JWK EC Public Key curve identifier');
  const length = coordinateLengths.get(curve);
  if (length === undefined) {
    throw refuse(`JWK EC Public Key curve identifier not supported: ${JSON.stringify(shorten(curve))}`);
  }
  for (const name of ['x', 'y']) {
    const what = `JWK EC Public Key ${name}-coordinate`;
    const found = readBytes(document, members, name, what).length;
    if (found !== length) throw refuse(`${what}: invalid number of octets: got ${found}, should be ${length}`);
  }
  if (members.has('kid')) readString(document, members, 'kid', 'JWK EC Public Key ID');
}

function assertRsaKey(document: JsonDocument, members: Members): void {
  readBytes(document, members, 'n', 'JWK RSA Public Key modulus');
  const exponent = readBytes(document, members, 'e', 'JWK RSA Public Key exponent');
  if (exponent.length > 4) throw refuse('JWK RSA Public Key exponent: more than 4 octets');
  if (members.has('kid')) readString(document, members, 'kid', 'JWK RSA Public Key ID');
}

function readBytes(document: JsonDocument, members: Members, name: string, what: string): Uint8Array {
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

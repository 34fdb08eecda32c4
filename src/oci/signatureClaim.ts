import { decodeBase64Url } from './base64url.ts';
import { invalid, type SignatureOutcome, unchecked } from './checkedSignature.ts';
import { foldKey } from './goDecode.ts';
import { type JsonDocument, parseJson } from './json.ts';
import { type PublicKey, parsePublicKey } from './jwk.ts';
import type { SignedDocument } from './jws.ts';
import { orMessage } from './manifestError.ts';

const maxModulusBytes = 2048;

interface Algorithm {
  readonly hash: string;
  /** The curve of EC keys; undefined for RSA. */
  readonly curve?: string;
}

/** The algorithms of libtrust (RFC 7518 §3.3, §3.4). */
const algorithms: ReadonlyMap<string, Algorithm> = new Map([
  ['ES256', { hash: 'SHA-256', curve: 'P-256' }],
  ['ES384', { hash: 'SHA-384', curve: 'P-384' }],
  ['ES512', { hash: 'SHA-512', curve: 'P-521' }],
  ['RS256', { hash: 'SHA-256' }],
  ['RS384', { hash: 'SHA-384' }],
  ['RS512', { hash: 'SHA-512' }],
]);

/** A signature that passed all checks that need no cryptography. */
export interface Claim {
  readonly algorithm: Algorithm;
  readonly key: PublicKey;
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly protectedHeader: string;
}

/** Checks a signature's headers, then its key, then its length. `row` is the signature's row in the document. */
export function readClaim(
  { document }: SignedDocument,
  stated: SignedDocument['signatures'][number],
  row: number,
): Claim | SignatureOutcome {
  const { header, jwk, protectedHeader } = stated;
  const guarded = parseJson(decodeBase64Url(protectedHeader) ?? new Uint8Array());
  const parts = [row, header, jwk].map((part) => part !== undefined && hasDuplicateKeys(document, part));
  if (parts.includes(true) || hasDuplicateKeys(guarded, 0)) return invalid('stated_twice');
  if (/^(|none|HS\d+)$/i.test(stated.algorithm)) return invalid('no_public_algorithm');
  const hasAlgorithm = guarded.member(0, 'alg') !== undefined;
  if (hasAlgorithm && textOf(guarded, 0, 'alg') !== stated.algorithm) return invalid('other_protected');
  if (guarded.member(0, 'crit') !== undefined) return invalid('extension');
  if (jwk === undefined || document.kind(jwk) === 'null') {
    return stated.hasChain ? unchecked('certificates') : invalid('no_key');
  }
  const algorithm = algorithms.get(stated.algorithm);
  if (!algorithm || !isKnownKey(document, jwk)) return unchecked('unsupported');
  const key = orMessage(() => parsePublicKey(document, jwk));
  if (typeof key === 'string') return invalid('bad_key', key);
  if (algorithm.curve !== (key.type === 'EC' ? key.curve : undefined)) return invalid('other_algorithm');
  if (key.type === 'RSA' && isForgeable(key)) return invalid('bad_key');
  const signature = decodeBase64Url(stated.signature);
  const length = key.type === 'EC' ? 2 * key.x.length : withoutZeros(key.modulus).length;
  if (signature?.length !== length) return invalid('bad_length');
  if (length > maxModulusBytes) return unchecked('unsupported');
  return { algorithm, key, signature, protectedHeader };
}

/** Removes the leading zeros of a big-endian number. */
export function withoutZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return bytes.subarray(first < 0 ? bytes.length : first);
}

/** Tells whether anyone can sign with the key. WebCrypto implementations differ in whether they accept such a key. */
function isForgeable({ modulus, exponent }: PublicKey & { readonly type: 'RSA' }): boolean {
  const [least = 0, ...rest] = withoutZeros(exponent);
  return withoutZeros(modulus).length === 0 || (least <= 1 && rest.length === 0);
}

/** Tells whether a key's type and curve are supported; missing ones count as supported, since parsing the key reports them. */
function isKnownKey(document: JsonDocument, row: number): boolean {
  const type = textOf(document, row, 'kty') ?? 'RSA';
  const curve = textOf(document, row, 'crv');
  if (type !== 'EC') return type === 'RSA';
  return curve === undefined || [...algorithms.values()].some((each) => each.curve === curve);
}

function textOf(document: JsonDocument, row: number, name: string): string | undefined {
  const member = document.member(row, name);
  return member !== undefined && document.kind(member) === 'string' ? document.string(member) : undefined;
}

/** Tells whether an object has duplicate keys, compared as Go's decoder does. */
function hasDuplicateKeys(document: JsonDocument, row: number): boolean {
  const names = [...document.members(row)].map(([name]) => foldKey(name));
  return new Set(names).size < names.length;
}

import { asAppError } from '../errors/index.ts';
import { encodeBase64Url } from './base64url.ts';
import {
  type CheckedSignature,
  type CheckedSignatures,
  invalid,
  type SignatureOutcome,
  unchecked,
} from './checkedSignature.ts';
import { parseJson } from './json.ts';
import type { PublicKey } from './jwk.ts';
import { readJws } from './jws.ts';
import { formatKeyId } from './keyId.ts';
import { orMessage, shorten } from './manifestError.ts';
import { type Claim, readClaim, withoutZeros } from './signatureClaim.ts';

/** An author and a signing registry make two signatures; verifying more takes time that a hostile document could waste. */
const maxVerifiedSignatures = 16;

/**
 * Verifies the signatures of a signed schema1 manifest (libtrust, `JSONSignature.Verify`), sixteen at most, one after the
 * other, each by the key in its own header. Valid means only that the holder of that key signed exactly this payload: the key
 * comes with the document, so anyone can have made it. Certificates are ignored. Ambiguous signatures are invalid, also if
 * libtrust would use the last of two values.
 *
 * @throws AppError invalid_argument (invalid_manifest), `detail.kind` syntax, if the document is not JSON
 */
export async function verifySignatures(bytes: Uint8Array): Promise<CheckedSignatures> {
  const document = parseJson(bytes);
  const list = document.member(0, 'signatures');
  if (list === undefined) return { signatures: [], more: 0 };
  const signed = orMessage(() => readJws(bytes));
  if (typeof signed === 'string') {
    return { signatures: [{ algorithm: '', state: 'invalid', why: 'unreadable', detail: signed }], more: 0 };
  }
  const payload = encodeBase64Url(signed.payload);
  const signatures: CheckedSignature[] = [];
  for (const row of [...document.elements(list)].slice(0, maxVerifiedSignatures)) {
    const stated = signed.signatures[signatures.length];
    if (!stated) break;
    const claim = readClaim(signed, stated, row);
    const outcome = 'state' in claim ? claim : await verifyClaim(claim, payload);
    signatures.push({ algorithm: shorten(stated.algorithm, 40), ...outcome });
  }
  return { signatures, more: signed.signatures.length - signatures.length };
}

async function verifyClaim(
  { algorithm, key, signature, protectedHeader }: Claim,
  payload: string,
): Promise<SignatureOutcome> {
  const subtle = typeof crypto === 'undefined' ? undefined : crypto.subtle;
  if (!subtle) return unchecked('no_webcrypto');
  const { hash, curve = '' } = algorithm;
  const parameters = { name: key.type === 'EC' ? 'ECDSA' : 'RSASSA-PKCS1-v1_5', namedCurve: curve, hash };
  try {
    const imported = await subtle.importKey('jwk', jwkOf(key), parameters, true, ['verify']);
    const fingerprint = await subtle.digest('SHA-256', await subtle.exportKey('spki', imported));
    const keyId = formatKeyId(new Uint8Array(fingerprint));
    if (key.id !== undefined && key.id !== keyId) return { ...invalid('other_key_id'), keyId };
    const input = new TextEncoder().encode(`${protectedHeader}.${payload}`);
    const isValid = await subtle.verify(parameters, imported, signature, input);
    return isValid ? { state: 'valid', keyId } : { ...invalid('other_content'), keyId };
  } catch (error) {
    // WebCrypto's names: the key is invalid (DataError), or the browser does not accept such a key (some: OperationError).
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotSupportedError') return unchecked('unsupported');
    if (name === 'DataError' || name === 'OperationError') return invalid('bad_key');
    throw asAppError(error);
  }
}

/** Encodes the key again, because WebCrypto is stricter about base64url and leading zeros than libtrust. */
function jwkOf(key: PublicKey): Readonly<Record<string, string>> {
  if (key.type === 'EC') {
    return { kty: 'EC', crv: key.curve, x: encodeBase64Url(key.x), y: encodeBase64Url(key.y) };
  }
  const [n, e] = [key.modulus, key.exponent].map((number) => encodeBase64Url(withoutZeros(number)));
  return { kty: 'RSA', n: n ?? '', e: e ?? '' };
}

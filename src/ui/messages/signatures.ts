import type { CheckedSignature, InvalidSignature, UncheckedSignature } from '../../oci/index.ts';
import { groupDigits } from '../kit/format.ts';

const invalid = {
  unreadable: 'signatures can’t be parsed',
  stated_twice: 'duplicate member in the signature or its headers',
  no_public_algorithm: 'not a public-key algorithm',
  other_protected: 'the protected header states another algorithm',
  extension: 'unknown extension (crit)',
  no_key: 'no key included',
  bad_key: 'invalid key',
  other_algorithm: 'algorithm doesn’t match the key',
  bad_length: 'wrong length for this key',
  other_key_id: 'key ID doesn’t match the key',
  other_content: 'signature doesn’t match the content',
} satisfies Record<InvalidSignature, string>;

const unchecked = {
  no_webcrypto: 'browsers verify signatures on https:// pages only',
  unsupported: 'unsupported algorithm or key type',
  certificates: 'certificate chains (x5c) aren’t supported',
} satisfies Record<UncheckedSignature, string>;

export const signatureMessages = {
  term: (count: number) => (count > 1 ? 'Signatures' : 'Signature'),
  termTitle:
    'Each signature is checked with the key it includes. Keys are self-asserted: anyone can create one, so a valid signature doesn’t prove who signed.',
  notSigned: 'not signed',
  valid: 'Valid, by key',
  selfAsserted: '(self-asserted)',
  more: (count: number) => `and ${groupDigits(count)} more, not verified`,
} as const;

/** Returns the line for a signature that is not valid or was not verified. */
export function signatureText(signature: Exclude<CheckedSignature, { readonly state: 'valid' }>): string {
  const algorithm = signature.algorithm === '' ? '' : ` (${signature.algorithm})`;
  if (signature.state === 'unchecked') return `Not verified: ${unchecked[signature.why]}${algorithm}`;
  const detail = signature.detail === undefined ? '' : ` (${signature.detail})`;
  return `Invalid: ${invalid[signature.why]}${detail || algorithm}`;
}

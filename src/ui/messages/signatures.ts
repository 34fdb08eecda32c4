import type { CheckedSignature, InvalidSignature, UncheckedSignature } from '../../oci/index.ts';

const invalid = {
  unreadable: 'the signatures cannot be read',
  stated_twice: 'a member of it or of its headers is stated twice',
  no_public_algorithm: 'it names no algorithm that a public key can check',
  other_protected: 'its protected header states another algorithm',
  extension: 'it asks for an extension that is not known',
  no_key: 'it comes with no key',
  bad_key: 'its key is none',
  other_algorithm: 'its algorithm is not one of its key',
  bad_length: 'it is not as long as one by its key',
  other_key_id: 'its key states the ID of another',
  other_content: 'its key did not sign this content',
} satisfies Record<InvalidSignature, string>;

const unchecked = {
  no_webcrypto: 'the browser checks signatures on https only',
  unsupported: 'its algorithm or key is of a kind that is not known here',
  certificates: 'its key is in a chain of certificates, which is not read',
} satisfies Record<UncheckedSignature, string>;

/** How a signature of a manifest came out, the words for what is not valid or not checked. */
export function signatureWords(signature: Exclude<CheckedSignature, { readonly state: 'valid' }>): string {
  const algorithm = signature.algorithm === '' ? '' : ` (${signature.algorithm})`;
  if (signature.state === 'unchecked') return `not checked here: ${unchecked[signature.why]}${algorithm}`;
  const detail = signature.detail === undefined ? '' : ` (${signature.detail})`;
  return `not valid: ${invalid[signature.why]}${detail || algorithm}`;
}

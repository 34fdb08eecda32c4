/** The reason why a signature is not valid. */
export type InvalidSignature =
  /** The document's signatures cannot be parsed; `detail` is the message. */
  | 'unreadable'
  /** The signature or one of its headers has a duplicate key: readers may use the one or the other. */
  | 'stated_twice'
  /** No algorithm is stated, or one with a shared secret (HMAC). */
  | 'no_public_algorithm'
  /** The protected header states another algorithm than the header. */
  | 'other_protected'
  /** The protected header requires an extension (`crit`, RFC 7515 §4.1.11); libtrust has none. */
  | 'extension'
  | 'no_key'
  /** The key is malformed, or its point is not on its curve. */
  | 'bad_key'
  /** The algorithm does not match the type or curve of the key. */
  | 'other_algorithm'
  /** The signature is not base64url, or has the wrong length for this key. */
  | 'bad_length'
  /** The key's `kid` is not its fingerprint. */
  | 'other_key_id'
  /** The signature was not made by this key for this payload. */
  | 'other_content';

/** The reason why a signature is not checked. */
export type UncheckedSignature =
  /** The context has no WebCrypto: plain http. */
  | 'no_webcrypto'
  /** An unsupported algorithm, curve or key size. */
  | 'unsupported'
  /** The key is only in a chain of X.509 certificates, which is not parsed. */
  | 'certificates';

/** The result of one signature's check. `keyId` is libtrust's fingerprint, computed from the key that verified it. */
export type SignatureOutcome =
  | { readonly state: 'valid'; readonly keyId: string }
  | { readonly state: 'invalid'; readonly why: InvalidSignature; readonly detail?: string; readonly keyId?: string }
  | { readonly state: 'unchecked'; readonly why: UncheckedSignature };

/** A signature's result with its algorithm as stated, shortened. */
export type CheckedSignature = SignatureOutcome & { readonly algorithm: string };

export interface CheckedSignatures {
  /** In document order; empty if the document is not signed. */
  readonly signatures: readonly CheckedSignature[];
  /** The number of further signatures, which were not checked. */
  readonly more: number;
}

export function invalid(why: InvalidSignature, detail?: string): SignatureOutcome & { readonly state: 'invalid' } {
  return { state: 'invalid', why, ...(detail === undefined ? {} : { detail }) };
}

export function unchecked(why: UncheckedSignature): SignatureOutcome {
  return { state: 'unchecked', why };
}

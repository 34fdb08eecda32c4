/** Why a signature is not valid. */
export type InvalidSignature =
  /** The document's signatures cannot be read; `detail` is libtrust's message. */
  | 'unreadable'
  /** A member stands twice in it or in its headers: readers may take the one or the other. */
  | 'stated_twice'
  /** None is stated, or it takes a secret that both sides know. */
  | 'no_public_algorithm'
  /** Its protected header states another algorithm than its header. */
  | 'other_protected'
  /** Its protected header asks for an extension (RFC 7515 §4.1.11): libtrust has none. */
  | 'extension'
  | 'no_key'
  /** The key is malformed, or is no key of its curve. */
  | 'bad_key'
  /** The algorithm is one of other keys. */
  | 'other_algorithm'
  /** It is no base64url, or not as long as one by this key. */
  | 'bad_length'
  /** The `kid` that the key states is not its fingerprint. */
  | 'other_key_id'
  /** It is not one of this payload by this key. */
  | 'other_content';

/** Why a signature is not checked. */
export type UncheckedSignature =
  /** The context has no WebCrypto: plain http. */
  | 'no_webcrypto'
  /** An algorithm, a curve or a size of key that is not supported here. */
  | 'unsupported'
  /** Its key is in a chain of X.509 certificates alone, which is not read. */
  | 'certificates';

/** What became of one signature. `keyId` is libtrust's fingerprint, computed from the key that it was verified by. */
export type SignatureOutcome =
  | { readonly state: 'valid'; readonly keyId: string }
  | { readonly state: 'invalid'; readonly why: InvalidSignature; readonly detail?: string; readonly keyId?: string }
  | { readonly state: 'unchecked'; readonly why: UncheckedSignature };

/** With its algorithm as stated, shortened. */
export type CheckedSignature = SignatureOutcome & { readonly algorithm: string };

export interface CheckedSignatures {
  /** In document order; none where the document is not signed. */
  readonly signatures: readonly CheckedSignature[];
  /** How many there are beside these, which were not looked at. */
  readonly more: number;
}

export function invalid(why: InvalidSignature, detail?: string): SignatureOutcome & { readonly state: 'invalid' } {
  return { state: 'invalid', why, ...(detail === undefined ? {} : { detail }) };
}

export function unchecked(why: UncheckedSignature): SignatureOutcome {
  return { state: 'unchecked', why };
}

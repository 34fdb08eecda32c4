import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeBase64Url } from './base64url.ts';
import { childrenOf } from './children.ts';
import type { Descriptor } from './descriptor.ts';
import { type DigestAlgorithm, digestAlgorithm, digestEncoded, isDigest } from './digest.ts';
import type { Manifest } from './manifest.ts';

/**
 * Whether the content that a descriptor carries in `data` is what its digest names: `other` hashes to another, `unfit` is
 * no base64, of another length than `size` says, or named by an algorithm that is not read here.
 */
export type EmbeddedProof = 'proved' | 'other' | 'unfit';

/**
 * Proves what a manifest's descriptors embed (image-spec descriptor.md, `data`): size first, then digest. By node path:
 * `config`, `layers/2`, `subject`; descriptors without `data` are left out. Holds one decoded at a time. Hashed in
 * JavaScript, which a page may run in any context: it has WebCrypto in secure ones only, and its policy lets no WASM run.
 */
export function proveEmbedded(manifest: Manifest): ReadonlyMap<string, EmbeddedProof> {
  const { subject } = manifest;
  const all = [...childrenOf(manifest), ...(subject ? [{ path: 'subject', descriptor: subject }] : [])];
  const proofs = new Map<string, EmbeddedProof>();
  for (const { path, descriptor } of all) {
    if (descriptor.data !== undefined) proofs.set(path, proofOf(descriptor, descriptor.data));
  }
  return proofs;
}

/** The content that a descriptor carries, where it is what the digest names; undefined where it is not, or there is none. */
export function provenData(descriptor: Descriptor): Uint8Array | undefined {
  const { data } = descriptor;
  return data !== undefined && proofOf(descriptor, data) === 'proved' ? decodeData(data) : undefined;
}

const hashes = { sha256, sha384, sha512 } satisfies Record<DigestAlgorithm, unknown>;

function proofOf({ digest, size }: Descriptor, data: string): EmbeddedProof {
  const bytes = decodeData(data);
  if (!bytes || !isDigest(digest) || (size !== undefined && size !== BigInt(bytes.length))) return 'unfit';
  return bytesToHex(hashes[digestAlgorithm(digest)](bytes)) === digestEncoded(digest) ? 'proved' : 'other';
}

function decodeData(data: string): Uint8Array | undefined {
  const isBase64 = data.length % 4 === 0 && !/[-_\r\n]/.test(data);
  return isBase64 ? decodeBase64Url(data.replaceAll('+', '-').replaceAll('/', '_')) : undefined;
}

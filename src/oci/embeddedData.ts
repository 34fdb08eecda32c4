import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeBase64Url } from './base64url.ts';
import { childrenOf } from './children.ts';
import type { Descriptor } from './descriptor.ts';
import { type DigestAlgorithm, digestAlgorithm, digestEncoded, isDigest } from './digest.ts';
import type { Manifest } from './manifest.ts';

/**
 * The result of verifying a descriptor's embedded `data`: `proved` matches the digest, `other` hashes to another digest,
 * `unfit` is not base64, has another length than `size` says, or has an unsupported digest algorithm.
 */
export type EmbeddedProof = 'proved' | 'other' | 'unfit';

/**
 * Verifies the content that a manifest's descriptors embed (image-spec descriptor.md, `data`): size first, then digest. Returns
 * results by node path (`config`, `layers/2`, `subject`), without descriptors that have no `data`. Decodes one at a time.
 * Hashes in JavaScript, because a page has WebCrypto in secure contexts only and its policy blocks WASM.
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

/** Returns a descriptor's embedded content if it matches the digest; undefined if it does not or does not exist. */
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

import { AppError } from '../errors/index.ts';
import { type Digest, digestAlgorithm, digestBytes, digestedBytes, type Manifest } from '../oci/index.ts';
import { isWebPage } from '../registry/index.ts';

/** Checks that the manifest's registry digest is the requested one. @throws AppError data_loss (digest_mismatch) */
export async function assertDigest(manifest: Manifest, digest: Digest): Promise<void> {
  assertSame(digest, await digestBytes(digestAlgorithm(digest), digestedBytes(manifest)));
}

/** Checks that digests match; with `bytes` the error has more details. @throws AppError data_loss (digest_mismatch) */
export function assertSame(digest: Digest, actual: Digest, bytes?: Uint8Array): void {
  if (actual === digest) return;
  const found = bytes && isWebPage(bytes) ? { found: 'webpage' } : {};
  throw new AppError('data_loss', `digest "${digest}" does not match content, which hashes to "${actual}"`, {
    reason: 'digest_mismatch',
    detail: { digest, actual, ...found },
  });
}

import { AppError } from '../errors/index.ts';
import {
  type Digest,
  detectMediaType,
  digestAlgorithm,
  digestBytes,
  digestedBytes,
  isSchema1Type,
  type Manifest,
  parseManifest,
  parseSchema1Unsigned,
} from '../oci/index.ts';
import { isWebPage } from '../registry/index.ts';

/**
 * Bytes as a manifest of the type given. Schema1 without signatures, which UnmarshalManifest refuses, is read too: its
 * digest is that of its bytes, so nothing has to be believed.
 *
 * @throws AppError invalid_argument (invalid_manifest)
 */
export function readManifest(mediaType: string, bytes: Uint8Array): Manifest {
  try {
    return parseManifest(mediaType, bytes);
  } catch (error) {
    if (!isSchema1Type(mediaType) || !(error instanceof AppError) || error.detail?.kind !== 'signature') throw error;
    return parseSchema1Unsigned(bytes);
  }
}

/** Bytes of unknown type as the manifest they are. */
export function readDetected(bytes: Uint8Array): Manifest {
  return readManifest(detectMediaType(bytes), bytes);
}

/** @throws AppError data_loss (digest_mismatch) unless the manifest's registry digest is the one asked for. */
export async function assertDigest(manifest: Manifest, digest: Digest): Promise<void> {
  assertSame(digest, await digestBytes(digestAlgorithm(digest), digestedBytes(manifest)));
}

/** The bytes, where they are at hand, tell more of a mismatch. @throws AppError data_loss (digest_mismatch) */
export function assertSame(digest: Digest, actual: Digest, bytes?: Uint8Array): void {
  if (actual === digest) return;
  const found = bytes && isWebPage(bytes) ? { found: 'webpage' } : {};
  throw new AppError('data_loss', `digest "${digest}" does not match content, which hashes to "${actual}"`, {
    reason: 'digest_mismatch',
    detail: { digest, actual, ...found },
  });
}

import { AppError } from '../errors/index.ts';
import { type Digest, digestAlgorithm, digestBytes } from '../oci/index.ts';
import type { Provider } from './contract.ts';

export interface ReadVerifiedOptions {
  /** Larger content is refused before it is read. */
  readonly limitBytes: number;
  readonly signal?: AbortSignal;
}

/**
 * Reads the whole content of a digest and verifies it: hashes it again in the digest's own algorithm, so that bytes changed
 * by a disk or another program are never returned. For manifests and configs; held in memory.
 *
 * @throws AppError not_found; invalid_argument malformed digest; resource_exhausted (reason too_large); data_loss (reason
 * corrupt) if bytes are lost or hash to another digest
 */
export async function readVerified(
  store: Provider,
  digest: Digest,
  { limitBytes, signal }: ReadVerifiedOptions,
): Promise<Uint8Array> {
  const reader = await store.readerAt({ digest }, signal ? { signal } : {});
  try {
    if (reader.size > limitBytes) {
      throw new AppError(
        'resource_exhausted',
        `content "${digest}" has ${reader.size} bytes, more than ${limitBytes}`,
        {
          reason: 'too_large',
          detail: { digest, bytes: reader.size, limitBytes },
        },
      );
    }
    const bytes = await reader.readAt(0, reader.size);
    const actual = await digestBytes(digestAlgorithm(digest), bytes);
    if (actual === digest) return bytes;
    throw new AppError('data_loss', `content "${digest}" hashes to "${actual}"`, {
      reason: 'corrupt',
      detail: { digest, actual },
    });
  } finally {
    await reader.close();
  }
}

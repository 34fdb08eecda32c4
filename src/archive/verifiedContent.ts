import type { Provider } from '../content/index.ts';
import { AppError, isAppError } from '../errors/index.ts';
import { createDigester, type Digest, digestAlgorithm } from '../oci/index.ts';

const readBytes = 2 ** 20;

/**
 * Yields stored content piece by piece and hashes it: the last piece is yielded only when all are verified. Holds two
 * pieces.
 * @throws AppError not_found; data_loss (corrupt) if bytes are lost, or do not match the digest
 */
export async function* verifiedContent(
  store: Provider,
  { digest, size }: { readonly digest: Digest; readonly size: number },
): AsyncGenerator<Uint8Array, void> {
  const reader = await store.readerAt({ digest });
  try {
    if (reader.size !== size) throw damaged(digest, `has ${reader.size} bytes, not ${size}`);
    const digester = await createDigester(digestAlgorithm(digest));
    let held: Uint8Array | undefined;
    for (let at = 0; at < size; ) {
      const piece = await reader.readAt(at, Math.min(readBytes, size - at)).catch((error: unknown) => {
        throw named(digest, error);
      });
      if (piece.length === 0) throw damaged(digest, `ends at ${at} of ${size} bytes`);
      digester.update(piece);
      at += piece.length;
      if (held) yield held;
      held = piece;
    }
    const actual = digester.digest();
    if (actual !== digest) throw damaged(digest, `hashes to "${actual}"`);
    if (held) yield held;
  } finally {
    await reader.close();
  }
}

/** Names the content in the error for a lost piece. */
function named(digest: Digest, error: unknown): unknown {
  if (!isAppError(error) || error.code !== 'data_loss' || error.detail?.digest !== undefined) return error;
  return new AppError('data_loss', error.message, {
    reason: 'corrupt',
    detail: { ...error.detail, digest },
    cause: error,
  });
}

function damaged(digest: Digest, how: string): AppError {
  return new AppError('data_loss', `content "${digest}" ${how}`, { reason: 'corrupt', detail: { digest } });
}

import type { Provider } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';

export const readBytes = 256 * 1024;

/**
 * Yields stored content from `start` to `end`, exclusive, or its own end, through one reader that is open during the read.
 * @throws AppError not_found; data_loss if the bytes are lost
 */
export async function* readContent(
  store: Provider,
  digest: Digest,
  start: number,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array, void> {
  const reader = await store.readerAt({ digest });
  try {
    for (let at = start; at < Math.min(end, reader.size); ) {
      const bytes = await reader.readAt(at, Math.min(readBytes, end - at));
      if (bytes.length === 0) return;
      at += bytes.length;
      yield bytes;
    }
  } finally {
    await reader.close();
  }
}

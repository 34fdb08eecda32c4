import { type Chunks, createDigester, type Digest, digestAlgorithm } from '../oci/index.ts';
import { assertSame } from './readManifest.ts';

/** Yields the same pieces, the last one only when all are verified; throws otherwise. */
export function verifying(digest: Digest, read: Chunks): Chunks {
  return async function* (signal) {
    const digester = await createDigester(digestAlgorithm(digest));
    let held: Uint8Array | undefined;
    for await (const piece of read(signal)) {
      digester.update(piece);
      if (held) yield held;
      held = piece;
    }
    signal.throwIfAborted();
    assertSame(digest, digester.digest());
    if (held) yield held;
  };
}

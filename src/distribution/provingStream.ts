import { createDigester, type Digest, digestAlgorithm } from '../oci/index.ts';
import { assertSame } from './readManifest.ts';

/** Yields bytes in order; ends early if the signal aborts, which `return` alone cannot do during a wait. */
export type Pieces = (signal: AbortSignal) => AsyncGenerator<Uint8Array, void>;

/**
 * Returns pieces as a stream that is read on demand. Cancelling it, or the signal, ends them; the signal's reason is then
 * the stream's error.
 */
export function streamOf(read: Pieces, signal?: AbortSignal): ReadableStream<Uint8Array> {
  const stop = new AbortController();
  const pieces = read(stop.signal);
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const abort = () => {
          controller.error(signal?.reason);
          end(signal?.reason);
        };
        if (signal?.aborted) abort();
        else signal?.addEventListener('abort', abort, { once: true });
      },
      pull: async (controller) => {
        const next = await pieces.next();
        if (stop.signal.aborted) return;
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: (reason) => end(reason),
    },
    { highWaterMark: 0 },
  );

  function end(reason: unknown): void {
    stop.abort(reason);
    // It then fails because it was ended.
    pieces.return().catch(() => undefined);
  }
}

/** Yields the same pieces, the last one only when all are verified; throws otherwise. */
export function verifying(digest: Digest, read: Pieces): Pieces {
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

/** Yields bytes in order. Ends early if the signal aborts, which `return` cannot do while it waits for bytes. */
export type Chunks = (signal: AbortSignal) => AsyncGenerator<Uint8Array<ArrayBufferLike>, void>;

/**
 * Iterates over the chunks of a stream. Leaving, at any time, or aborting cancels the stream; a pending read and later ones
 * then end as if it were complete. Uses a reader, since not every browser iterates a stream.
 */
export function chunksOf<Chunk extends Uint8Array>(
  stream: ReadableStream<Chunk>,
  signal?: AbortSignal,
): AsyncGenerator<Chunk, void> {
  const reader = stream.getReader();
  let isOver = false;
  const end = () => {
    isOver = true;
    signal?.removeEventListener('abort', abort);
    return { done: true, value: undefined } as const;
  };
  // A stream that ended or failed has nothing to cancel.
  const cancel = async () => {
    if (!isOver) {
      end();
      await reader.cancel().catch(() => undefined);
    }
    return end();
  };
  const abort = () => void cancel();
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return {
    next: async () => {
      if (isOver) return end();
      try {
        const next = await reader.read();
        return next.done ? end() : next;
      } catch (error) {
        end();
        throw error;
      }
    },
    return: cancel,
    throw: async (error) => {
      await cancel();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/**
 * Returns chunks as a stream that is read on demand. Cancelling it, or the signal, ends them; the signal's reason is then
 * the stream's error.
 */
export function streamOf(read: Chunks, signal?: AbortSignal): ReadableStream<Uint8Array> {
  const stop = new AbortController();
  const chunks = read(stop.signal);
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
        const next = await chunks.next();
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
    // It fails because it was ended.
    chunks.return().catch(() => undefined);
  }
}

/** Skips the first bytes. */
export async function* skipBytes(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array, void> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** Returns all chunks as one array. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * All of a stream where it ends within the limit; else a stream of the same bytes from the start, of which no more than the
 * limit and one chunk were read.
 */
export async function readBeginning(
  body: ReadableStream<Uint8Array>,
  limitBytes: number,
): Promise<Uint8Array | ReadableStream<Uint8Array>> {
  const chunks: Uint8Array[] = [];
  const reader = body.getReader();
  let size = 0;
  while (size <= limitBytes) {
    const next = await reader.read();
    if (next.done) return join(chunks, size);
    chunks.push(next.value);
    size += next.value.length;
  }
  return new ReadableStream(
    {
      pull: async (controller) => {
        const held = chunks.shift();
        const next = held ? { done: false, value: held } : await reader.read();
        if (next.value) controller.enqueue(next.value);
        else controller.close();
      },
      cancel: (reason) => {
        chunks.length = 0;
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

import { describe, expect, it } from 'vitest';
import { chunksOf, joinChunks, skipBytes, streamOf } from './streams.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<number[][]> {
  const all: number[][] = [];
  for await (const chunk of chunks) all.push([...chunk]);
  return all;
}

/** An endless stream of the given chunks, and the reasons it was cancelled with. */
function endless(...chunks: Uint8Array[]) {
  const cancelled: unknown[] = [];
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
    },
    cancel: (reason) => {
      cancelled.push(reason);
    },
  });
  return { stream, cancelled };
}

describe('chunksOf', () => {
  it('yields every chunk in order', async () => {
    const stream = new Blob([bytes(1, 2, 3)]).stream();
    expect(joinChunks((await collect(chunksOf(stream))).map((chunk) => bytes(...chunk)))).toEqual(bytes(1, 2, 3));
  });

  it('cancels the stream if the reader leaves early', async () => {
    const { stream, cancelled } = endless(bytes(1), bytes(2));
    for await (const chunk of chunksOf(stream)) {
      expect(chunk).toEqual(bytes(1));
      break;
    }
    expect(cancelled).toHaveLength(1);
  });

  it('ends a pending read when the signal aborts', async () => {
    const { stream, cancelled } = endless(bytes(1));
    const stop = new AbortController();
    const chunks = chunksOf(stream, stop.signal);
    expect(await chunks.next()).toEqual({ done: false, value: bytes(1) });
    const pending = chunks.next();
    stop.abort();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(cancelled).toHaveLength(1);
  });

  it('cancels the stream if it is left before the first read', async () => {
    const { stream, cancelled } = endless(bytes(1));
    await chunksOf(stream).return();
    expect(cancelled).toHaveLength(1);
  });

  it('cancels the stream if it is left during a read', async () => {
    const { stream, cancelled } = endless();
    const chunks = chunksOf(stream);
    const pending = chunks.next();
    await chunks.return();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(cancelled).toHaveLength(1);
  });

  it('throws the error of the stream', async () => {
    const failure = new Error('broken');
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(failure) });
    await expect(collect(chunksOf(stream))).rejects.toBe(failure);
  });
});

describe('streamOf', () => {
  it('reads only on demand', async () => {
    let reads = 0;
    const stream = streamOf(async function* () {
      for (;;) yield bytes(++reads);
    });
    const reader = stream.getReader();
    expect(await reader.read()).toEqual({ done: false, value: bytes(1) });
    expect(reads).toBe(1);
    await reader.cancel();
  });

  it('aborts the chunks when it is cancelled during a read', async () => {
    let isAborted = false;
    let start = () => {};
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const stream = streamOf(async function* (signal) {
      start();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      isAborted = true;
      yield bytes(1);
    });
    const reader = stream.getReader();
    const pending = reader.read();
    await started;
    await reader.cancel();
    expect(await pending).toEqual({ done: true, value: undefined });
    await expect.poll(() => isAborted).toBe(true);
  });

  it('fails with the reason of the signal', async () => {
    const stop = new AbortController();
    const stream = streamOf(async function* () {
      yield bytes(1);
    }, stop.signal);
    stop.abort(new Error('left'));
    await expect(collect(chunksOf(stream))).rejects.toThrow('left');
  });
});

describe('skipBytes', () => {
  it.each([
    [0, [[1, 2], [3]]],
    [1, [[2], [3]]],
    [2, [[3]]],
    [3, []],
    [9, []],
  ])('skips %i bytes', async (count, expected) => {
    async function* chunks() {
      yield bytes(1, 2);
      yield bytes(3);
    }
    expect(await collect(skipBytes(chunks(), count))).toEqual(expected);
  });
});

import { chunksOf, joinChunks, streamOf } from '../oci/index.ts';

/** The bytes of a tar, read forwards. */
export interface TarBytes {
  /** The bytes can be opened again. */
  readonly isFile: boolean;
  /** Reads up to `length` bytes from `at`, fewer at the end; `at` must not be before the last read. */
  read(at: number, length: number): Promise<Uint8Array>;
  /** Opens bytes `from` to `to`, fewer at the end. Read or cancel it before any other call. */
  open(from: number, to: number): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}

const windowBytes = 64 * 1024;

/**
 * Reads a file by offset. Headers and small entries are close to each other, so one slice serves many of them: a slice for
 * each entry costs a browser a millisecond.
 */
export function fileBytes(file: Blob): TarBytes {
  let window = new Uint8Array(0);
  let windowAt = 0;

  async function read(at: number, length: number): Promise<Uint8Array> {
    if (at < windowAt || at + length > windowAt + window.length) {
      window = new Uint8Array(await file.slice(at, at + Math.max(length, windowBytes)).arrayBuffer());
      windowAt = at;
    }
    return window.subarray(at - windowAt, at - windowAt + length);
  }

  return {
    isFile: true,
    read,
    open: (from, to) =>
      streamOf(async function* (signal) {
        const first = await read(from, Math.min(to - from, windowBytes));
        if (first.length > 0) yield first.slice();
        if (first.length === windowBytes) yield* chunksOf(file.slice(from + first.length, to).stream(), signal);
      }),
    close: async () => undefined,
  };
}

/** Reads a stream in order; skipped bytes are dropped. Holds one chunk, or the bytes of one read. */
export function streamBytes(stream: ReadableStream<Uint8Array>): TarBytes {
  const chunks = chunksOf(stream);
  let held = new Uint8Array(0);
  /** Offset of the held bytes. */
  let heldAt = 0;
  let isOver = false;

  /** Holds the bytes from `at`: at least `length`, or up to the end. */
  async function hold(at: number, length: number): Promise<void> {
    drop(at - heldAt);
    while (!isOver && (heldAt < at || held.length < length)) {
      const next = await chunks.next();
      isOver = next.done === true;
      if (!next.done) held = joinChunks([held, next.value]);
      drop(at - heldAt);
    }
  }

  function drop(length: number): void {
    const dropped = Math.min(Math.max(0, length), held.length);
    held = held.subarray(dropped);
    heldAt += dropped;
  }

  return {
    isFile: false,
    read: async (at, length) => {
      await hold(at, length);
      return held.subarray(0, length);
    },
    open: (from, to) =>
      streamOf(async function* () {
        for (let at = from; at < to; ) {
          await hold(at, 1);
          const chunk = held.slice(0, to - at);
          if (chunk.length === 0) return;
          at += chunk.length;
          drop(chunk.length);
          yield chunk;
        }
      }),
    close: async () => {
      await chunks.return();
    },
  };
}

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
    open: (from, to) => {
      let rest: ReadableStreamDefaultReader<Uint8Array> | undefined;
      return new ReadableStream(
        {
          pull: async (controller) => {
            if (rest) {
              const next = await rest.read();
              return next.done ? controller.close() : controller.enqueue(next.value);
            }
            const first = await read(from, Math.min(to - from, windowBytes));
            if (first.length > 0) controller.enqueue(first.slice());
            if (first.length < windowBytes) return controller.close();
            rest = file
              .slice(from + first.length, to)
              .stream()
              .getReader();
          },
          cancel: (reason) => rest?.cancel(reason),
        },
        { highWaterMark: 0 },
      );
    },
    close: async () => undefined,
  };
}

/** Reads a stream in order; skipped bytes are dropped. Holds one chunk, or the bytes of one read. */
export function streamBytes(stream: ReadableStream<Uint8Array>): TarBytes {
  const reader = stream.getReader();
  let held = new Uint8Array(0);
  /** Offset of the held bytes. */
  let heldAt = 0;
  let isOver = false;

  /** Holds the bytes from `at`: at least `length`, or up to the end. */
  async function hold(at: number, length: number): Promise<void> {
    drop(at - heldAt);
    while (!isOver && (heldAt < at || held.length < length)) {
      const next = await reader.read();
      isOver = next.done;
      if (next.value) held = held.length === 0 ? new Uint8Array(next.value) : joined(held, next.value);
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
    open: (from, to) => {
      let at = from;
      const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
        if (at < to) await hold(at, 1);
        const chunk = held.slice(0, Math.max(0, to - at));
        if (at >= to || chunk.length === 0) return controller.close();
        at += chunk.length;
        drop(chunk.length);
        controller.enqueue(chunk);
      };
      return new ReadableStream({ pull }, { highWaterMark: 0 });
    },
    close: () => reader.cancel().catch(() => undefined),
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

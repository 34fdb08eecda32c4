import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const chunkBytes = 32 * 1024;

/** A blob that a registry sends at a set rate, with its ranges, and counts the bytes really sent. */
export class SlowBlob {
  readonly #bytes: Uint8Array;
  readonly #bytesPerSecond: number;
  #watchers: { readonly at: number; readonly reached: () => void }[] = [];
  #cutWatchers: (() => void)[] = [];
  #most = Number.POSITIVE_INFINITY;
  #lifted: () => void = () => undefined;
  sentBytes = 0;
  /** Requested ranges: `bytes=0-9`, or '' for all. */
  readonly ranges: string[] = [];

  constructor(bytes: Uint8Array, bytesPerSecond: number) {
    this.#bytes = bytes;
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Resolves when this many bytes were sent in total. */
  sent(bytes: number): Promise<void> {
    if (this.sentBytes >= bytes) return Promise.resolve();
    return new Promise((reached) => this.#watchers.push({ at: bytes, reached }));
  }

  /** Sends this many bytes in total and then nothing more, until it is called again. */
  sendAtMost(bytes: number): void {
    this.#most = bytes;
    this.#lifted();
  }

  /** Resolves when an answer in progress is cut. */
  cut(): Promise<void> {
    return new Promise((resolve) => this.#cutWatchers.push(resolve));
  }

  readonly answer: RequestListener = async (request, response) => {
    const { range = '' } = request.headers;
    this.ranges.push(range);
    const match = /^bytes=(\d+)-(\d*)$/.exec(range);
    const start = match ? Number(match[1]) : 0;
    const end = Math.min(match?.[2] ? Number(match[2]) + 1 : this.#bytes.length, this.#bytes.length);
    if (start >= this.#bytes.length) {
      response.writeHead(416).end();
      return;
    }
    response.setHeader('content-length', end - start);
    if (match) response.setHeader('content-range', `bytes ${start}-${end - 1}/${this.#bytes.length}`);
    response.writeHead(match ? 206 : 200);
    const closed = () => {
      if (response.writableEnded) return;
      for (const cut of this.#cutWatchers.splice(0)) cut();
    };
    response.once('close', closed);
    const startMs = performance.now();
    for (let at = start; at < end && !response.destroyed; ) {
      await this.#mayGoOn(response);
      const chunk = this.#bytes.subarray(at, Math.min(end, at + chunkBytes));
      if (!(await isSent(response, chunk))) break;
      at += chunk.length;
      this.#count(chunk.length);
      const dueMs = ((at - start) * 1000) / this.#bytesPerSecond - (performance.now() - startMs);
      if (dueMs > 1) await sleep(dueMs);
    }
    response.end();
  };

  async #mayGoOn(response: ServerResponse): Promise<void> {
    while (this.sentBytes >= this.#most && !response.destroyed) {
      await orClosed(response, (lifted) => {
        this.#lifted = lifted;
      });
    }
  }

  #count(bytes: number): void {
    this.sentBytes += bytes;
    const reached = this.#watchers.filter(({ at }) => at <= this.sentBytes);
    this.#watchers = this.#watchers.filter(({ at }) => at > this.sentBytes);
    for (const watcher of reached) watcher.reached();
  }
}

/** Resolves when it is released, or when the answer is closed. */
function orClosed(response: ServerResponse, begin: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('close', done);
      resolve();
    };
    response.once('close', done);
    begin(done);
  });
}

async function isSent(response: ServerResponse, chunk: Uint8Array): Promise<boolean> {
  let sent = false;
  await orClosed(response, (done) =>
    response.write(chunk, (error) => {
      sent = !error;
      done();
    }),
  );
  return sent;
}

/** Random-looking bytes that are the same in each run (xorshift32). */
export function randomBytes(length: number, seed: number): Uint8Array {
  const words = new Uint32Array(length / 4);
  const next = randomOf(seed);
  for (let index = 0; index < words.length; index++) words[index] = next();
  return new Uint8Array(words.buffer);
}

/** Random-looking numbers below 2 ** 32 that are the same in each run. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Limit of queued bytes for a caller that waits. */
const maxBytes = 2 ** 20;

/**
 * Writes in order, one at a time, and joins what was queued meanwhile: while the disk is slower than the network this makes
 * fewer and larger writes, and data waits in memory, where a stopped worker loses it, no longer than necessary.
 */
export class WriteQueue {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #writing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** Queues bytes; resolves when there is room for more. @throws the error of an earlier write */
  async add(bytes: Uint8Array): Promise<void> {
    this.#assertWritten();
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    this.#writing ??= this.#writeAll();
    if (this.#bytes > maxBytes) await this.#writing;
    this.#assertWritten();
  }

  /** Resolves when everything is written. @throws as `add` */
  async end(): Promise<void> {
    await this.#writing;
    this.#assertWritten();
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#write(this.#take());
    } catch (error) {
      this.#failure = { error };
    }
    this.#writing = undefined;
  }

  #take(): Uint8Array {
    const [first = new Uint8Array(0), ...more] = this.#waiting;
    let at = 0;
    const bytes = more.length === 0 ? first : new Uint8Array(this.#bytes);
    for (const part of more.length === 0 ? [] : this.#waiting) {
      bytes.set(part, at);
      at += part.length;
    }
    this.#waiting = [];
    this.#bytes = 0;
    return bytes;
  }

  #assertWritten(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

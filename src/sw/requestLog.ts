import { type LogEntry, parseLog } from '../api/index.ts';
import type { Log } from '../distribution/index.ts';
import type { RequestRecord } from '../registry/index.ts';

export interface LogBookOptions {
  readonly now: () => number;
  /** Storage that preserves the log for the next worker: browsers stop idle workers. */
  readonly kept?: {
    readonly read: () => Promise<string | undefined>;
    readonly write: (text: string) => Promise<void>;
    /** Resolves when the log should be written. */
    readonly pause: () => Promise<void>;
  };
}

const maxEntries = 500;

/** The newest 500 requests, answers and warnings of this browser's workers. */
export class RequestLog implements Log {
  readonly #with: LogBookOptions;
  #entries: LogEntry[] = [];
  #recalled: Promise<void> | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: LogBookOptions) {
    this.#with = options;
  }

  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#add({ kind: 'warning', atMs: this.#with.now(), text: `${message}${formatFields(fields)}` });
  }

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#add({ kind: 'note', atMs: this.#with.now(), text: `${message}${formatFields(fields)}` });
  }

  sent(record: RequestRecord): void {
    const { status, bytes, error, ...rest } = record;
    this.#add({
      kind: 'sent',
      atMs: this.#with.now() - record.durationMs,
      ...rest,
      ...(status === undefined ? {} : { status }),
      ...(bytes === undefined ? {} : { bytes }),
      ...(error === undefined ? {} : { error }),
    });
  }

  /** Starts the entry of a page's request; call the returned function with the answer. */
  asked(method: string, { pathname, search }: URL): (answer: Response) => void {
    const atMs = this.#with.now();
    return ({ status, headers }) => {
      const length = headers.get('content-length');
      this.#add({
        kind: 'answered',
        atMs,
        method,
        url: pathname + search,
        status,
        ...(length === null ? {} : { bytes: Number(length) }),
        durationMs: this.#with.now() - atMs,
        cacheStatus: headers.get('cache-status') ?? '',
      });
    };
  }

  /** Newest first. */
  async entries(): Promise<readonly LogEntry[]> {
    await this.#recall();
    return this.#entries.toReversed();
  }

  #add(entry: LogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > maxEntries) this.#entries.shift();
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    const { kept } = this.#with;
    if (!kept) return;
    await kept.pause();
    await this.#recall();
    // If the log cannot be stored, this worker still has it.
    await kept.write(JSON.stringify(this.#entries)).catch(() => undefined);
  }

  async #readEarlier(): Promise<void> {
    const text = await this.#with.kept?.read();
    const earlier = text === undefined ? [] : parseLog(JSON.parse(text));
    this.#entries = [...earlier, ...this.#entries].slice(-maxEntries);
  }

  #recall(): Promise<void> {
    // If the stored log cannot be read, start with an empty one.
    this.#recalled ??= this.#readEarlier().catch(() => undefined);
    return this.#recalled;
  }
}

function formatFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([key, value]) => ` ${key}=${value instanceof Error ? value.message : String(value)}`)
    .join('');
}

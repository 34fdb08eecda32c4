import type { ExportStatus } from '../api/index.ts';
import { streamOf } from '../oci/index.ts';

/** Maximum of files whose progress or announcement is remembered. */
const maxAnnounced = 50;
const announcedForMs = 60_000;

/** Keeps the worker alive until the work has ended, as far as the browser allows. */
export type WaitUntil = (work: Promise<void>) => void;

/** Tracks files that the browser saves, by ticket, in the memory of this worker. */
export class Exports {
  readonly #known = new Map<string, ExportStatus>();
  /** Time until which each announced URL may be navigated to. */
  readonly #announced = new Map<string, number>();

  /** Announces that a page of this origin will navigate to a file. URLs without a ticket could be guessed and are ignored. */
  announce({ pathname, search, searchParams }: URL, nowMs: number): void {
    if (!searchParams.get('ticket')) return;
    this.#announced.set(pathname + search, nowMs + announcedForMs);
    dropOldest(this.#announced);
  }

  /** Consumes an announced download URL. Unannounced navigations are refused so that other sites cannot probe the store. */
  admit({ pathname, search }: URL, nowMs: number): boolean {
    const untilMs = this.#announced.get(pathname + search);
    this.#announced.delete(pathname + search);
    return untilMs !== undefined && nowMs <= untilMs;
  }

  status(ticket: string): ExportStatus {
    return this.#known.get(ticket) ?? { state: 'unknown', done: 0, total: 0 };
  }

  /**
   * Returns the pieces as a stream, read only as the browser consumes it, and tracks their progress in bytes. If a piece fails, so does the
   * stream; the browser knows the length and discards the incomplete file.
   */
  track(
    ticket: string,
    total: number,
    pieces: AsyncGenerator<Uint8Array, void>,
    holdOpen: WaitUntil = () => undefined,
  ): ReadableStream<Uint8Array> {
    let done = 0;
    let ended: () => void = () => undefined;
    holdOpen(
      new Promise<void>((resolve) => {
        ended = resolve;
      }),
    );
    const tell = (state: ExportStatus['state']) => {
      this.#tell(ticket, { state, done, total });
      if (state !== 'running') ended();
    };
    tell('running');
    async function* tracked(signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
      try {
        for await (const piece of pieces) {
          if (signal.aborted) return;
          done += piece.length;
          tell('running');
          yield piece;
        }
        tell('done');
      } catch (error) {
        tell('failed');
        throw error;
      }
    }
    return streamOf((signal) => {
      signal.addEventListener('abort', () => tell('stopped'), { once: true });
      return tracked(signal);
    });
  }

  #tell(ticket: string, status: ExportStatus): void {
    if (ticket === '') return;
    this.#known.set(ticket, status);
    dropOldest(this.#known);
  }
}

function dropOldest(known: Map<string, unknown>): void {
  const [oldest] = known.keys();
  if (known.size > maxAnnounced && oldest !== undefined) known.delete(oldest);
}

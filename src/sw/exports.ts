import type { ExportProgress } from '../api/index.ts';

/** Files whose progress can be asked for; of older ones it is not known any more. */
const maxAnnounced = 50;
const announcedForMs = 60_000;

/** Lets a worker live until work has ended, as long as its browser lets it. */
export type WaitUntil = (work: Promise<void>) => void;

/** Files on their way to the browser, by the ticket that they were asked for with, for as long as this worker runs. */
export class Exports {
  readonly #known = new Map<string, ExportProgress>();
  /** Until when each may be gone to, by its address. */
  readonly #announced = new Map<string, number>();

  /** A page of this origin is about to go to this address of a file. Only one with a ticket, which nobody guesses, is noted. */
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

  progress(ticket: string): ExportProgress {
    return this.#known.get(ticket) ?? { state: 'unknown', bytes: 0, totalBytes: 0 };
  }

  /**
   * Pieces as a stream that is read as it is wanted: what the browser does not take yet is not read. Where they fail, the stream
   * breaks, so that a browser which knows its length keeps no file.
   */
  track(
    ticket: string,
    totalBytes: number,
    pieces: AsyncGenerator<Uint8Array, void>,
    holdOpen: WaitUntil = () => undefined,
  ): ReadableStream<Uint8Array> {
    let bytes = 0;
    let ended: () => void = () => undefined;
    holdOpen(
      new Promise<void>((resolve) => {
        ended = resolve;
      }),
    );
    const tell = (state: ExportProgress['state']) => {
      this.#tell(ticket, { state, bytes, totalBytes });
      if (state !== 'running') ended();
    };
    tell('running');
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          try {
            const next = await pieces.next();
            if (next.done) {
              tell('done');
              controller.close();
              return;
            }
            bytes += next.value.length;
            tell('running');
            controller.enqueue(next.value);
          } catch (error) {
            tell('failed');
            throw error;
          }
        },
        cancel: async () => {
          tell('stopped');
          await pieces.return();
        },
      },
      { highWaterMark: 0 },
    );
  }

  #tell(ticket: string, progress: ExportProgress): void {
    if (ticket === '') return;
    this.#known.set(ticket, progress);
    dropOldest(this.#known);
  }
}

function dropOldest(known: Map<string, unknown>): void {
  const [oldest] = known.keys();
  if (known.size > maxAnnounced && oldest !== undefined) known.delete(oldest);
}

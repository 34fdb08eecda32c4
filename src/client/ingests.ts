import { type IngestFacts, ingestsUrl, type KeepLine, keepUrl, parseIngests, parseKeepLine } from '../api/index.ts';
import { AppError, asAppError } from '../errors/index.ts';
import type { Client, Where } from './contract.ts';
import { readLines } from './lines.ts';

/** How far a blob is kept, in bytes; `total` where known. */
export interface Kept {
  readonly offset: number;
  readonly total?: number | undefined;
}

export interface KeepOptions {
  /** bytes, as the descriptor states them */
  readonly size?: bigint | number | undefined;
  readonly onProgress: (kept: Kept) => void;
  readonly signal: AbortSignal;
  /** A moment, before a worker that was stopped is asked again. */
  readonly pause: () => Promise<void>;
}

/** A worker may be stopped in the middle of its work, and so it may be many times; one that never gets on is given up. */
const mostInVain = 3;

/**
 * Ends when the blob is in the content store, proven. Goes on from what is there of it, and by itself when the worker is stopped
 * meanwhile, as long as something is gained by it.
 *
 * @throws AppError of the worker; internal where the worker is stopped again and again; the signal's reason
 */
export async function keepBlob(
  { ask }: Pick<Client, 'ask'>,
  where: Where,
  digest: string,
  { size, onProgress, signal, pause }: KeepOptions,
): Promise<void> {
  const request = { url: keepUrl(where, digest, size), method: 'POST', signal } as const;
  let best = -1;
  for (let inVain = 0; ; inVain++) {
    let broken: unknown;
    try {
      for await (const line of readKeepLines(await ask(request))) {
        if ('stored' in line) return;
        if ('error' in line) throw line.error;
        onProgress(line);
        // What is there at the beginning is not gained.
        if (best >= 0 && line.offset > best) inVain = 0;
        best = Math.max(best, line.offset);
      }
      broken = new AppError('internal', 'the worker was stopped before the end', { reason: 'internal' });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!isBroken(error)) throw error;
      broken = error;
    }
    if (inVain >= mostInVain) throw asAppError(broken);
    await pause();
    signal.throwIfAborted();
  }
}

/** What is there of content that is not complete. */
export async function listIngests(
  { ask }: Pick<Client, 'ask'>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly IngestFacts[]> {
  return parseIngests(await (await ask({ url: ingestsUrl, signal: options.signal })).json());
}

/** Removes an ingest, whether or not it is being written. Gives those that are left. @throws AppError not_found */
export async function dropIngest({ ask }: Pick<Client, 'ask'>, ref: string): Promise<readonly IngestFacts[]> {
  return parseIngests(
    await (await ask({ url: ingestsUrl, method: 'POST', body: JSON.stringify({ drop: ref }) })).json(),
  );
}

async function* readKeepLines(answer: Response): AsyncGenerator<KeepLine, void> {
  const lines = readLines(answer);
  try {
    for await (const text of lines) {
      const line = parseKeepLine(text);
      if (line) yield line;
    }
  } catch (error) {
    throw new Broken('the answer was cut', { cause: error });
  }
}

/** The answer ended, or was not begun, though nobody refused it: as when a worker is stopped. */
class Broken extends Error {}

function isBroken(error: unknown): boolean {
  return error instanceof Broken || (error instanceof AppError && error.cause instanceof TypeError);
}

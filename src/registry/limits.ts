import { AppError, asAppError } from '../errors/index.ts';
import type { Answer } from './transport.ts';
import { isWebPage } from './webPage.ts';

/** Lists are held whole too: one page of names, or all referrers of a digest. */
export const listLimitBytes = 8 * 1024 * 1024;

/**
 * Reads a body to its end, refusing it as soon as it is over the limit: no more than the limit and one chunk is held. Of
 * several answers that share a limit, `wholeBytes` is that of all.
 *
 * @throws AppError resource_exhausted (too_large); deadline_exceeded where it does not come within four idle times
 */
export async function readLimited(answer: Answer, limitBytes: number, wholeBytes = limitBytes): Promise<Uint8Array> {
  const { url, response } = answer;
  if (Number(response.headers.get('content-length') ?? 0) > limitBytes) {
    await answer.discard();
    throw tooLarge(url, wholeBytes);
  }
  answer.limitTime();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.pieces()) {
    size += piece.length;
    if (size > limitBytes) throw tooLarge(url, wholeBytes);
    pieces.push(piece);
  }
  return join(pieces, size);
}

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
      cancel: (reason) => reader.cancel(reason),
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

/** The error for what is larger than is held, in bytes or in entries. The limit is in `detail` under its name. */
export function tooLarge(url: string, limit: number, unit: 'Bytes' | 'Entries' = 'Bytes'): AppError {
  return new AppError('resource_exhausted', `"${url}" is larger than ${limit} ${unit.toLowerCase()}`, {
    reason: 'too_large',
    detail: { url, [`limit${unit}`]: limit },
  });
}

/** What `read` makes of an answer of 200; the error that it is something else. */
export async function readList<T>(answer: Answer, limitBytes: number, read: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await readLimited(answer, limitBytes, listLimitBytes);
  try {
    return read(bytes);
  } catch (cause) {
    const { url } = answer;
    const isPage = isWebPage(bytes);
    const why = isPage ? 'it is a web page' : answer.hide(asAppError(cause).message);
    throw new AppError('failed_precondition', `"${url}" is no list: ${why}`, {
      reason: 'unsupported',
      detail: { url, host: new URL(url).host, ...(isPage ? { found: 'webpage' } : {}) },
    });
  }
}

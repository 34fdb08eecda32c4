import { AppError, asAppError } from '../errors/index.ts';
import { chunksOf, joinChunks, streamOf } from '../oci/index.ts';
import type { Answer } from './httpTransport.ts';
import { isWebPage } from './webPage.ts';

/** Maximum size of a list that is read into memory: one page of names, or all referrers of a digest. */
export const maxListBytes = 8 * 1024 * 1024;

/**
 * Reads a body to its end. Refuses it as soon as it is over the limit, with at most the limit and one chunk in memory. For
 * several answers that share a limit, `totalBytes` is their common limit.
 *
 * @throws AppError resource_exhausted (too_large); deadline_exceeded if it does not arrive within four idle times
 */
export async function readLimited(answer: Answer, limitBytes: number, totalBytes = limitBytes): Promise<Uint8Array> {
  const { url, response } = answer;
  if (Number(response.headers.get('content-length') ?? 0) > limitBytes) {
    await answer.discard();
    throw tooLarge(url, totalBytes);
  }
  answer.limitTime();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.pieces()) {
    size += piece.length;
    if (size > limitBytes) throw tooLarge(url, totalBytes);
    pieces.push(piece);
  }
  return joinChunks(pieces);
}

/**
 * Reads a stream that ends within the limit. Otherwise returns a stream of the same bytes from the start, after reading at most
 * the limit and one chunk.
 */
export async function readBeginning(
  body: ReadableStream<Uint8Array>,
  limitBytes: number,
): Promise<Uint8Array | ReadableStream<Uint8Array>> {
  const chunks = chunksOf(body);
  const beginning: Uint8Array[] = [];
  for (let size = 0; size <= limitBytes; size += beginning.at(-1)?.length ?? 0) {
    const next = await chunks.next();
    if (next.done) return joinChunks(beginning);
    beginning.push(next.value);
  }
  async function* all(): AsyncGenerator<Uint8Array, void> {
    yield* beginning.splice(0);
    yield* chunks;
  }
  return streamOf((signal) => {
    signal.addEventListener('abort', () => void chunks.return(), { once: true });
    return all();
  });
}

/** Returns the error for content over a limit of bytes or entries. The limit is in `detail` as `limitBytes` or `limitEntries`. */
export function tooLarge(url: string, limit: number, unit: 'Bytes' | 'Entries' = 'Bytes'): AppError {
  return new AppError('resource_exhausted', `"${url}" is larger than ${limit} ${unit.toLowerCase()}`, {
    reason: 'too_large',
    detail: { url, [`limit${unit}`]: limit },
  });
}

/** Parses the list in an answer of 200 with `read`. @throws AppError failed_precondition (unsupported) if it is not a list */
export async function readList<T>(answer: Answer, limitBytes: number, read: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await readLimited(answer, limitBytes, maxListBytes);
  try {
    return read(bytes);
  } catch (cause) {
    const { url } = answer;
    const isPage = isWebPage(bytes);
    const why = isPage ? 'it is a web page' : answer.hide(asAppError(cause).message);
    throw new AppError('failed_precondition', `"${url}" is not a list: ${why}`, {
      reason: 'unsupported',
      detail: { url, host: new URL(url).host, ...(isPage ? { found: 'webpage' } : {}) },
    });
  }
}

import { AppError } from '../errors/index.ts';
import type { Answer } from './transport.ts';

/** What is held whole: distribution caps manifests so too (registry/handlers/manifests.go, maxManifestBodySize). */
export const manifestLimitBytes = 4 * 1024 * 1024;

/**
 * Reads a body to its end, refusing it as soon as it is over the limit: no more than the limit and one chunk is held.
 *
 * @throws AppError resource_exhausted (too_large); data_loss where it is shorter than its Content-Length
 */
export async function readLimited(answer: Answer, limitBytes: number): Promise<Uint8Array> {
  const { url, response } = answer;
  if (Number(response.headers.get('content-length') ?? 0) > limitBytes) {
    await answer.discard();
    throw tooLarge(url, limitBytes);
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.pieces()) {
    size += piece.length;
    if (size > limitBytes) throw tooLarge(url, limitBytes);
    pieces.push(piece);
  }
  return join(pieces, size);
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

function tooLarge(url: string, limitBytes: number): AppError {
  return new AppError('resource_exhausted', `"${url}" is larger than ${limitBytes} bytes`, {
    reason: 'too_large',
    detail: { url, limitBytes },
  });
}

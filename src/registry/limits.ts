import { AppError } from '../errors/index.ts';

/** What is held whole: distribution caps manifests so too (registry/handlers/manifests.go, maxManifestBodySize). */
export const manifestLimitBytes = 4 * 1024 * 1024;

/**
 * Reads a body to its end, refusing it as soon as it is over the limit: no more than the limit and one chunk is held.
 *
 * @throws AppError resource_exhausted (too_large); data_loss where it is shorter than its Content-Length
 */
export async function readLimited(response: Response, limitBytes: number): Promise<Uint8Array> {
  const stated = Number(response.headers.get('content-length') ?? Number.NaN);
  if (stated > limitBytes) {
    await response.body?.cancel();
    throw tooLarge(response.url, limitBytes);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.length;
    if (size > limitBytes) {
      await reader?.cancel();
      throw tooLarge(response.url, limitBytes);
    }
    chunks.push(next.value);
  }
  return join(chunks, size);
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

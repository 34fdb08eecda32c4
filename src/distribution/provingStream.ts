import type { Info } from '../content/index.ts';
import { createDigester, type Digest, digestAlgorithm } from '../oci/index.ts';
import type { BlobIngest } from './blobIngest.ts';
import { assertSame } from './readManifest.ts';

export interface ProvingStreamOptions {
  readonly digest: Digest;
  readonly ingest: BlobIngest;
  readonly labels: Info['labels'];
  readonly signal?: AbortSignal;
}

/**
 * A blob while it is fetched and kept: the last chunk is given only when all of it is proven, an error in its place
 * otherwise. What is not read to its end, or is not the digest's, leaves no ingest.
 */
export async function provingStream(
  body: ReadableStream<Uint8Array>,
  { digest, ingest, labels, signal }: ProvingStreamOptions,
): Promise<ReadableStream<Uint8Array>> {
  const digester = await createDigester(digestAlgorithm(digest));
  const reader = body.getReader();
  const stop = async (reason: unknown) => {
    await Promise.allSettled([reader.cancel(reason), ingest.discard()]);
  };
  let held: Uint8Array | undefined;
  /** Undefined at the end, when the bytes held are proven. */
  const next = async (): Promise<Uint8Array | undefined> => {
    signal?.throwIfAborted();
    const { done, value } = await reader.read();
    signal?.throwIfAborted();
    if (!done) {
      digester.update(value);
      await ingest.write(value);
      return value;
    }
    assertSame(digest, digester.digest());
    await ingest.commit(labels);
    return undefined;
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const abort = () => {
        controller.error(signal?.reason);
        return stop(signal?.reason);
      };
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    },
    pull: async (controller) => {
      try {
        for (let given = false; !given; ) {
          const chunk = await next();
          given = held !== undefined || chunk === undefined;
          if (held) controller.enqueue(held);
          if (chunk === undefined) controller.close();
          held = chunk;
        }
      } catch (error) {
        await stop(error);
        throw error;
      }
    },
    cancel: stop,
  });
}

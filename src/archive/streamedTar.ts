import { createTarDecoder } from 'modern-tar';
import { asFault } from './refusal.ts';
import { describeEntry, type TarEntry } from './tarEntry.ts';

/**
 * The entries of a tar as it comes. What of an entry is not read is passed over; about a megabyte is held.
 *
 * @throws AppError data_loss: `faultOf` says whether it is cut or damaged; whatever the bytes fail with
 */
export async function* readStreamedTar(bytes: ReadableStream<Uint8Array>): AsyncGenerator<TarEntry> {
  // Strict, since else garbage has no entries and what is cut ends quietly (PLATFORM trap 19).
  const entries = bytes.pipeThrough(createTarDecoder({ strict: true })).getReader();
  let last = '';
  try {
    for (;;) {
      const { done, value } = await entries.read();
      if (done) return;
      const { header, body } = value;
      last = header.name;
      let isOpened = false;
      yield {
        ...describeEntry(header),
        contentAt: undefined,
        open: (offset) => {
          isOpened = true;
          return offset === 0 ? body : body.pipeThrough(skip(offset));
        },
      };
      if (!isOpened) await body.cancel();
    }
  } catch (error) {
    throw asFault(error, last);
  } finally {
    await entries.cancel().catch(() => undefined);
  }
}

function skip(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes;
  return new TransformStream({
    transform: (chunk, controller) => {
      if (chunk.length > left) controller.enqueue(chunk.subarray(left));
      left = Math.max(0, left - chunk.length);
    },
  });
}

import { Inflate } from 'pako';
import { archiveFault } from './refusal.ts';

const outputBytes = 64 * 1024;
/** A piece unpacks to at most a thousand times its size, which is held in memory. */
const inputBytes = 4 * 1024;
/** No archive of images is compressed this much, except an empty one. */
const maxRatio = 500;
const ratioFromBytes = 64 * 2 ** 20;
/** Z_SYNC_FLUSH: outputs the bytes unpacked so far. */
const flush = 2;

/**
 * Unpacks gzip with any number of members: browsers' own DecompressionStream accepts only one (docs/platform.md fact 2).
 * The library verifies checksums and lengths. `onRead` is called with the number of compressed bytes read.
 * @throws AppError data_loss: `faultOf` returns whether it is cut, damaged or a bomb
 */
export function gunzip(
  packed: ReadableStream<Uint8Array>,
  onRead: (bytes: number) => void,
): ReadableStream<Uint8Array> {
  const input = packed.getReader();
  const output: Uint8Array[] = [];
  let [read, written, isOver] = [0, 0, false];
  let piece: Uint8Array = new Uint8Array(0);
  let member = newMember();

  function newMember(): Inflate {
    const inflate = new Inflate({ windowBits: 31, chunkSize: outputBytes });
    inflate.onData = (chunk) => {
      written += chunk.length;
      output.push(chunk);
    };
    return inflate;
  }

  function unpack(bytes: Uint8Array): void {
    if (member.ended) {
      // Padding of a tape.
      if (bytes.every((byte) => byte === 0)) return;
      member = newMember();
    }
    if (!member.push(bytes)) throw archiveFault('damaged', `byte ${read}`, new Error(member.msg));
    if (written > ratioFromBytes && written > maxRatio * read) throw archiveFault('bomb', '');
  }

  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        while (output.length === 0) {
          if (piece.length === 0) {
            const next = await input.read();
            if (next.done) {
              if (member.ended) return controller.close();
              if (isOver) throw archiveFault('cut', '');
              isOver = true;
              member.push(piece, flush);
              continue;
            }
            piece = next.value;
          }
          const part = piece.subarray(0, inputBytes);
          piece = piece.subarray(part.length);
          read += part.length;
          unpack(part);
        }
        onRead(read);
        for (const chunk of output.splice(0)) controller.enqueue(chunk);
      },
      cancel: (reason) => input.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

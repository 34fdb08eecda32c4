import { Inflate } from 'pako';
import { chunksOf, streamOf } from '../oci/index.ts';
import { archiveFault } from './refusal.ts';

const outputBytes = 64 * 1024;
/** A piece unpacks to at most a thousand times its size, which is held in memory. */
const inputBytes = 4 * 1024;
/** No archive of images is compressed this much, except an empty one. */
const maxRatio = 500;
const ratioFromBytes = 2 ** 26;
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
  return streamOf((signal) => unpack(chunksOf(packed, signal), onRead));
}

async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  const output: Uint8Array[] = [];
  let [read, written] = [0, 0];
  let member = newMember();

  function newMember(): Inflate {
    const inflate = new Inflate({ windowBits: 31, chunkSize: outputBytes });
    inflate.onData = (chunk) => {
      written += chunk.length;
      output.push(chunk);
    };
    return inflate;
  }

  function push(bytes: Uint8Array): void {
    if (member.ended) {
      // Padding of a tape.
      if (bytes.every((byte) => byte === 0)) return;
      member = newMember();
    }
    if (!member.push(bytes)) throw archiveFault('damaged', `byte ${read}`, new Error(member.msg));
    if (written > ratioFromBytes && written > maxRatio * read) throw archiveFault('bomb', '');
  }

  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += inputBytes) {
      const piece = chunk.subarray(at, at + inputBytes);
      read += piece.length;
      push(piece);
      if (output.length > 0) onRead(read);
      yield* output.splice(0);
    }
  }
  if (member.ended) return;
  member.push(new Uint8Array(0), flush);
  yield* output.splice(0);
  throw archiveFault('cut', '');
}

import { AppError } from '../errors/index.ts';
import { gunzip } from './gunzip.ts';
import { readTar } from './readTar.ts';
import { faultOf } from './refusal.ts';
import { fileBytes, streamBytes } from './tarBytes.ts';
import type { TarEntry } from './tarEntry.ts';

/** First bytes of files that are often mistaken for a tar. */
const others: readonly (readonly [readonly number[], string])[] = [
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with zstd'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed with xz'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive'],
];
const headBytes = 8;

/**
 * Yields the entries of a tar, plain or in gzip. Content of a plain tar is read only if opened. `onRead` is called with the
 * number of bytes of the file read so far.
 * @throws AppError invalid_argument (unsupported) if it is not a tar; data_loss: `faultOf` returns the fault
 */
export async function* openTar(file: Blob, onRead: (bytes: number) => void): AsyncGenerator<TarEntry> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const other = others.find(([magic]) => magic.every((byte, index) => head[index] === byte))?.[1];
  if (other) throw notATar(`This file is ${other}.`, 'Unpack it first: a tar, or a tar in gzip, is what is read here.');
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  let count = 0;
  try {
    for await (const entry of readTar(isGzip ? streamBytes(gunzip(file.stream(), onRead)) : fileBytes(file))) {
      count++;
      yield entry;
    }
  } catch (error) {
    if (count > 0 || !faultOf(error)) throw error;
    throw notATar(
      `Nothing in this file can be read as a tar${isGzip ? ' in gzip' : ''}.`,
      'Choose an archive made by docker save, skopeo, podman or another tool that writes OCI layouts.',
      error,
    );
  }
}

function notATar(why: string, next: string, cause?: unknown): AppError {
  return new AppError('invalid_argument', 'file is no tar', {
    reason: 'unsupported',
    detail: { title: 'This is not an archive of images', why, next },
    ...(cause === undefined ? {} : { cause }),
  });
}

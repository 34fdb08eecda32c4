import { createDigester, type Digest, type DigestAlgorithm, type Digester, streamOf } from '../oci/index.ts';
import { gunzip } from './gunzip.ts';
import type { Compression } from './layerForm.ts';
import { readChunks } from './readEntry.ts';
import { faultOf } from './refusal.ts';
import type { StoreEntryOptions } from './storeEntry.ts';
import type { TarEntry } from './tarEntry.ts';

/** A layer file that was read completely. */
export interface HashedLayer {
  /** Digest of the file's own bytes. */
  readonly digest: Digest;
  /**
   * Digest of the unpacked bytes. `unknown`: no unpacker for this compression, or too much to unpack; `damaged`: it can't
   * be unpacked.
   */
  readonly diffId: Digest | 'unknown' | 'damaged';
}

/** Hashes a compressed layer, and its unpacked content if this app can unpack it (gzip). Holds a few chunks. */
export async function hashLayer(
  entry: TarEntry,
  compression: Compression,
  algorithm: DigestAlgorithm,
  { onBytes, signal }: StoreEntryOptions,
): Promise<HashedLayer> {
  const [own, unpacked] = await Promise.all([createDigester('sha256'), createDigester(algorithm)]);
  const chunks = hashed(readChunks(entry.open(0), onBytes, signal), own);
  let diffId: HashedLayer['diffId'] = 'unknown';
  try {
    if (compression === 'gzip') {
      try {
        const content = readChunks(
          gunzip(
            streamOf(() => chunks),
            ignore,
          ),
          ignore,
          signal,
        );
        for await (const chunk of content) unpacked.update(chunk);
        diffId = unpacked.digest();
      } catch (error) {
        const kind = faultOf(error)?.kind;
        if (kind === undefined) throw error;
        diffId = kind === 'bomb' ? 'unknown' : 'damaged';
      }
    }
    while (!(await chunks.next()).done);
    return { digest: own.digest(), diffId };
  } finally {
    await chunks.return();
  }
}

const ignore = () => undefined;

async function* hashed(chunks: AsyncGenerator<Uint8Array, void>, digester: Digester): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    digester.update(chunk);
    yield chunk;
  }
}

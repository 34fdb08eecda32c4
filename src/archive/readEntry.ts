import { createDigester, type Digest } from '../oci/index.ts';
import { type Compression, compressionOf, tellingBytes } from './layerForm.ts';
import type { TarEntry } from './tarEntry.ts';

/** The most that is held of an entry. As for manifests elsewhere. */
export const documentLimitBytes = 4 * 2 ** 20;

/** What was found in an entry. */
export interface EntryContent {
  readonly compression: Compression;
  /** All of it, where it looks like a document and is small enough to be held. */
  readonly document?: Uint8Array | undefined;
  /** Of all of it, where it was asked for. */
  readonly digest?: Digest | undefined;
}

export interface ReadOptions {
  /** Hashes what is compressed: nothing else says its digest. */
  readonly hashesCompressed: boolean;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

const [brace, bracket] = [0x7b, 0x5b];

/** Reads as much of an entry as it takes to know it: documents whole, of others the beginning, or all for their digest. */
export async function readEntry(
  entry: TarEntry,
  { hashesCompressed, onBytes, signal }: ReadOptions,
): Promise<EntryContent> {
  const chunks = readChunks(entry.open(0), onBytes, signal);
  try {
    const first = await gather(chunks, tellingBytes);
    const compression = compressionOf(first);
    const isDocument = (first[0] === brace || first[0] === bracket) && entry.size <= documentLimitBytes;
    if (isDocument) return { compression, document: await gather(chunks, entry.size, first) };
    if (compression === 'none' || !hashesCompressed) return { compression };
    const digester = await createDigester('sha256');
    digester.update(first);
    for await (const chunk of chunks) digester.update(chunk);
    return { compression, digest: digester.digest() };
  } finally {
    await chunks.return(undefined);
  }
}

/** The chunks of a stream; who leaves early cancels it. Not every browser iterates a stream. */
export async function* readChunks(
  stream: ReadableStream<Uint8Array>,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, undefined> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      signal.throwIfAborted();
      onBytes(next.value.length);
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Returns `first` and what follows it: at least `atLeast` bytes, or all there are. */
async function gather(
  chunks: AsyncGenerator<Uint8Array, undefined>,
  atLeast: number,
  first: Uint8Array = new Uint8Array(0),
): Promise<Uint8Array> {
  const parts = [first];
  let length = first.length;
  while (length < atLeast) {
    const next = await chunks.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

import { chunksOf, joinChunks, maxManifestBytes } from '../oci/index.ts';
import { type Compression, compressionOf, magicBytes } from './layerForm.ts';
import type { TarEntry } from './tarEntry.ts';

/** Content of an entry. */
export interface EntryContent {
  readonly compression: Compression;
  /** The complete content, if it looks like a document and is within `maxManifestBytes`. */
  readonly document?: Uint8Array | undefined;
}

export interface ReadOptions {
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

const [brace, bracket] = [0x7b, 0x5b];
/** Space, tab and line ends. */
const jsonSpaces: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Reads as much of an entry as needed to identify it: a complete document, or the first chunk of anything else. */
export async function readEntry(entry: TarEntry, { onBytes, signal }: ReadOptions): Promise<EntryContent> {
  const chunks = readChunks(entry.open(0), onBytes, signal);
  try {
    const first = await readAtLeast(chunks, magicBytes);
    const compression = compressionOf(first);
    const start = first.find((byte) => !jsonSpaces.has(byte));
    const isDocument = (start === brace || start === bracket) && entry.size <= maxManifestBytes;
    return isDocument ? { compression, document: await readAtLeast(chunks, entry.size, first) } : { compression };
  } finally {
    await chunks.return();
  }
}

/** Yields the chunks of a stream; leaving early cancels it. @throws the signal's reason */
export async function* readChunks(
  stream: ReadableStream<Uint8Array>,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunksOf(stream)) {
    signal.throwIfAborted();
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Reads a complete stream into memory. */
export function readAll(chunks: AsyncGenerator<Uint8Array, void>): Promise<Uint8Array> {
  return readAtLeast(chunks, Number.POSITIVE_INFINITY);
}

/** Returns `first` and what follows it: at least `atLeast` bytes, or all there are. */
async function readAtLeast(
  chunks: AsyncGenerator<Uint8Array, void>,
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
  return joinChunks(parts);
}

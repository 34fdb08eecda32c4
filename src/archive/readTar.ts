import { type TarHeader, unpackTar } from 'modern-tar';
import { archiveFault, faultIn } from './refusal.ts';
import type { TarBytes } from './tarBytes.ts';
import { describeEntry, type TarEntry } from './tarEntry.ts';

const blockBytes = 512;
/** Limit for pax records and long names before a header. Extended attributes of macOS take up to 64 KiB each. */
const maxHeaderBytes = 2 ** 20;
const typeOffset = 156;
/** Types whose header describes the next one: pax, global pax, long link, long name. */
const metaTypes = new Set([...'xgKL'].map((type) => type.charCodeAt(0)));

interface FoundHeader {
  readonly header: TarHeader;
  /** The type as written: the library treats a type that it does not know as a file. */
  readonly type: string;
  readonly contentAt: number;
}

/**
 * Yields the entries of a tar. Only headers are read here, so that all entries of a file of many gigabytes are listed
 * quickly. The library reads each header strictly: with its checksum.
 * @throws AppError data_loss: `faultOf` returns whether it is cut or damaged; any error of reading the bytes
 */
export async function* readTar(bytes: TarBytes): AsyncGenerator<TarEntry> {
  try {
    for (let at = 0; ; ) {
      const found = await readHeader(bytes, at);
      if (!found) return;
      const { header, type, contentAt } = found;
      const end = contentAt + header.size;
      yield {
        ...describeEntry(header, type),
        contentAt: bytes.isFile ? contentAt : undefined,
        open: (offset) => bytes.open(contentAt + offset, end),
      };
      // The last byte shows whether it is cut.
      const last = await bytes.read(Math.max(contentAt, end - 1), Math.min(1, header.size)).catch((error: unknown) => {
        throw faultIn(error, header.name);
      });
      if (last.length === 0 && header.size > 0) throw archiveFault('cut', header.name);
      at = end + ((blockBytes - (header.size % blockBytes)) % blockBytes);
    }
  } finally {
    await bytes.close();
  }
}

/**
 * Reads a header; returns undefined at the end mark. Headers that describe the next one are read with it, so that each byte
 * is parsed once.
 */
async function readHeader(bytes: TarBytes, at: number): Promise<FoundHeader | undefined> {
  let [length, blocks, last] = [0, new Uint8Array(0), new Uint8Array(0)];
  const extend = async (by: number) => {
    length += by;
    if (length > maxHeaderBytes) throw archiveFault('damaged', `byte ${at}`);
    blocks = new Uint8Array(await bytes.read(at, length));
    if (blocks.length < length) throw archiveFault('cut', '');
    last = blocks.subarray(length - blockBytes);
  };
  await extend(blockBytes);
  while (metaTypes.has(last[typeOffset] ?? 0)) await extend(paddedSize(last) + blockBytes);
  // Two blocks of zeros end an archive.
  if (last.every((byte) => byte === 0)) await extend(blockBytes);
  const { header, isEnd, cause } = await readBlocks(blocks);
  if (header) return { header, type: String.fromCharCode(last[typeOffset] ?? 0), contentAt: at + length };
  if (isEnd) return undefined;
  throw archiveFault('damaged', `byte ${at}`, cause);
}

/** Returns the size in a header's octal field, rounded up to a block. The library refuses values that are not numbers. */
function paddedSize(block: Uint8Array): number {
  const text = String.fromCharCode(...block.subarray(124, 136)).replaceAll(/[\0 ]/g, '');
  return Math.ceil((Number.parseInt(text, 8) || 0) / blockBytes) * blockBytes;
}

/** Passes the blocks so far to the library; it refuses an incomplete header. */
async function readBlocks(
  blocks: Uint8Array,
): Promise<{ readonly header?: TarHeader | undefined; readonly isEnd?: boolean; readonly cause?: unknown }> {
  let header: TarHeader | undefined;
  try {
    const filter = (found: TarHeader) => {
      header ??= found;
      return false;
    };
    await unpackTar(blocks, { strict: true, filter });
    return { header, isEnd: header === undefined };
  } catch (cause) {
    // With a header only, the library expects its content.
    return { header, cause };
  }
}

import { type TarHeader, unpackTar } from 'modern-tar';
import { archiveFault } from './refusal.ts';
import { describeEntry, type TarEntry } from './tarEntry.ts';

const blockBytes = 512;
/** Of pax records and long names before a header; more is no name. */
const mostHeaderBlocks = 130;
const windowBytes = 64 * 1024;
/** Types whose header says something of the next one: pax, pax for all, long link, long name. */
const metaTypes = new Set([...'xgKL'].map((type) => type.charCodeAt(0)));
const typeOffset = 156;

/**
 * The entries of a tar that is a file: only headers are read, so that the entries of many gigabytes are known at once. Each
 * header is read by the library, strictly: with its checksum.
 *
 * @throws AppError data_loss: `faultOf` says whether it is cut or damaged
 */
export async function* readPlainTar(file: Blob): AsyncGenerator<TarEntry> {
  const window = new FileWindow(file);
  for (let at = 0; ; ) {
    const found = await readHeader(window, at, file.size);
    if (!found) return;
    const { header, contentAt } = found;
    const end = contentAt + header.size;
    if (end > file.size) throw archiveFault('cut', header.name);
    yield {
      ...describeEntry(header),
      contentAt,
      open: (offset) => file.slice(contentAt + offset, end).stream(),
    };
    at = end + ((blockBytes - (header.size % blockBytes)) % blockBytes);
  }
}

/** Undefined at the mark of the end. */
async function readHeader(
  window: FileWindow,
  at: number,
  size: number,
): Promise<{ readonly header: TarHeader; readonly contentAt: number } | undefined> {
  for (let count = 1; ; count++) {
    const contentAt = at + count * blockBytes;
    if (contentAt > size) throw archiveFault('cut', '');
    const blocks = await window.read(at, count * blockBytes);
    const { header, isEnd, cause } = await readBlocks(blocks);
    if (header) return { header, contentAt };
    if (isEnd) return undefined;
    const most = metaTypes.has(blocks[typeOffset] ?? 0) ? mostHeaderBlocks : blocks[0] === 0 ? 2 : 1;
    if (count >= most) throw archiveFault('damaged', `byte ${at}`, cause);
  }
}

/** What the library makes of the blocks so far; it refuses those that are not all of a header. */
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
    // With a header alone, its content is missed.
    return { header, cause };
  }
}

/** A piece of a file around where it is read, since headers of small entries stand close to each other. */
class FileWindow {
  readonly #file: Blob;
  #bytes = new Uint8Array(0);
  #at = 0;

  constructor(file: Blob) {
    this.#file = file;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    if (at < this.#at || at + length > this.#at + this.#bytes.length) {
      this.#bytes = new Uint8Array(await this.#file.slice(at, at + Math.max(length, windowBytes)).arrayBuffer());
      this.#at = at;
    }
    return this.#bytes.subarray(at - this.#at, at - this.#at + length);
  }
}

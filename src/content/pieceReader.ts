import { AppError } from '../errors/index.ts';
import type { ContentReader, Info } from './contract.ts';
import type { Release } from './refLocks.ts';
import { type ContentRecord, type ContentTables, pieceCount, readPiece, type StoredPiece, toInfo } from './tables.ts';

/**
 * Reads committed content. What fits one piece was read, or is held as a Blob, when the reader was opened; of larger
 * content only the pieces that a call covers are read, in one transaction.
 */
export class PieceReader implements ContentReader {
  readonly size: number;
  readonly info: Info;
  readonly #tables: ContentTables;
  readonly #record: ContentRecord;
  readonly #only: StoredPiece | undefined;
  readonly #release: Release | undefined;
  #closed = false;

  constructor(tables: ContentTables, record: ContentRecord, only: StoredPiece | undefined, release?: Release) {
    this.size = record.size;
    this.info = toInfo(record);
    this.#tables = tables;
    this.#record = record;
    this.#only = only;
    this.#release = release;
  }

  async readAt(offset: number, length: number): Promise<Uint8Array> {
    if (this.#closed) throw new AppError('failed_precondition', `reader of "${this.#record.digest}" is closed`);
    if (!(offset >= 0 && length >= 0)) {
      throw new AppError('invalid_argument', `"${offset}", "${length}": offset and length must not be negative`);
    }
    const end = Math.min(offset + length, this.size);
    if (offset >= end) return new Uint8Array(0);
    if (this.#record.body === this.#record.digest) {
      return readStored(this.#record, this.#only, offset, end, this.size);
    }
    return this.#readPieces(offset, end);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#release?.();
  }

  async #readPieces(offset: number, end: number): Promise<Uint8Array> {
    const { body, pieceBytes } = this.#record;
    const first = Math.floor(offset / pieceBytes);
    const last = pieceCount(end, pieceBytes) - 1;
    const pieces = await this.#tables.pieces(body, first, last);
    const bytes = new Uint8Array(end - offset);
    for (const [position, piece] of pieces.entries()) {
      const start = (first + position) * pieceBytes;
      const from = Math.max(offset, start);
      const expectedBytes = Math.min(pieceBytes, this.size - start);
      const to = Math.min(end, start + pieceBytes);
      bytes.set(await readStored(this.#record, piece, from - start, to - start, expectedBytes), from - offset);
    }
    return bytes;
  }
}

async function readStored(
  { digest }: ContentRecord,
  piece: StoredPiece | undefined,
  from: number,
  to: number,
  expectedBytes: number,
): Promise<Uint8Array> {
  const storedBytes = piece instanceof Uint8Array ? piece.length : piece?.size;
  if (piece === undefined || storedBytes !== expectedBytes) throw gone(digest);
  return readPiece(piece, from, to).catch((cause: unknown) => {
    throw gone(digest, cause);
  });
}

function gone(digest: string, cause?: unknown): AppError {
  return new AppError('data_loss', `content "${digest}" has lost bytes in the store`, {
    reason: 'corrupt',
    detail: { digest },
    cause,
  });
}

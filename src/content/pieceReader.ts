import { AppError } from '../errors/index.ts';
import type { ContentReader, Info } from './contract.ts';
import type { Release } from './refLocks.ts';
import { type ContentRecord, type ContentTables, pieceCount, readPiece, type StoredPiece, toInfo } from './tables.ts';

/**
 * Reads committed content. Content of one piece was read, or is held as a Blob, when the reader was opened; of larger
 * content a call reads only the pieces it covers, in one transaction.
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
    assertSpan(offset, length);
    const end = Math.min(offset + length, this.size);
    if (offset >= end) return new Uint8Array(0);
    const { body, digest, pieceBytes } = this.#record;
    const name = `content "${digest}"`;
    if (body === digest) return readStored(name, this.#only, offset, end, this.size);
    const bytes = new Uint8Array(end - offset);
    await readSpan(this.#tables, { name, body, pieceBytes, size: this.size }, offset, end, bytes);
    return bytes;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#release?.();
  }
}

/** @throws AppError invalid_argument */
export function assertSpan(offset: number, length: number): void {
  if (offset >= 0 && length >= 0) return;
  throw new AppError('invalid_argument', `"${offset}", "${length}": offset and length must not be negative`);
}

/** A body of `size` bytes; `name` is its name in error messages. */
export interface NamedBody {
  readonly name: string;
  readonly body: string;
  readonly pieceBytes: number;
  readonly size: number;
}

/** Reads bytes `offset` to `end` of a body in one transaction into the start of `bytes`. @throws AppError data_loss */
export async function readSpan(
  tables: ContentTables,
  from: NamedBody,
  offset: number,
  end: number,
  bytes: Uint8Array,
): Promise<void> {
  const { body, pieceBytes, size } = from;
  const first = Math.floor(offset / pieceBytes);
  const pieces = await tables.pieces(body, first, pieceCount(end, pieceBytes) - 1);
  for (const [position, piece] of pieces.entries()) {
    const start = (first + position) * pieceBytes;
    const begin = Math.max(offset, start);
    const expectedBytes = Math.min(pieceBytes, size - start);
    const stop = Math.min(end, start + pieceBytes);
    bytes.set(await readStored(from.name, piece, begin - start, stop - start, expectedBytes), begin - offset);
  }
}

async function readStored(
  name: string,
  piece: StoredPiece | undefined,
  from: number,
  to: number,
  expectedBytes: number,
): Promise<Uint8Array> {
  const storedBytes = piece instanceof Uint8Array ? piece.length : piece?.size;
  if (piece === undefined || storedBytes !== expectedBytes) throw lostBytes(name);
  return readPiece(piece, from, to).catch((cause: unknown) => {
    throw lostBytes(name, cause);
  });
}

function lostBytes(name: string, cause?: unknown): AppError {
  return new AppError('data_loss', `${name} has lost bytes in the store`, { reason: 'corrupt', cause });
}

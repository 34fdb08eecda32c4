import { AppError } from '../errors/index.ts';
import { createDigester, type Digest, type DigestAlgorithm, type Digester, digestAlgorithm } from '../oci/index.ts';
import type { IngestStatus } from './contract.ts';
import { type ContentTables, type IngestRecord, readPiece } from './tables.ts';

/** Dependencies that the opener of a store passes. */
export interface Environment {
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly pieceBytes: number;
  /** Called with the bytes of each commit. */
  readonly onCommitted?: ((bytes: number) => void) | undefined;
}

export interface OpenedIngest {
  readonly ingest: IngestRecord;
  /** The tables have a record of this ingest. */
  readonly isStored: boolean;
  /** of the bytes stored so far */
  readonly digester: Digester;
  /** The stored bytes that do not fill a piece. */
  readonly tail: Uint8Array;
}

export interface IngestRequest {
  readonly ref: string;
  readonly expected: Digest | undefined;
  /** bytes, 0 if unknown */
  readonly total: number;
}

/**
 * Returns the ingest that a writer starts from: the one stored under the ref, with its digest computed from the stored
 * bytes; or an empty one if none is stored, if its total contradicts the requested one, or if pieces are missing
 * (containerd plugins/content/local/store.go `writer`, `resumeStatus`).
 */
export async function openIngest(
  tables: ContentTables,
  environment: Environment,
  request: IngestRequest,
  stored: IngestRecord | undefined,
): Promise<OpenedIngest> {
  if (stored !== undefined) {
    const resumed = await resume(tables, environment, request, stored);
    if (resumed !== undefined) return resumed;
    await tables.dropIngest(request.ref);
  }
  const now = environment.clock();
  return {
    ingest: {
      ref: request.ref,
      offset: 0,
      total: request.total,
      ...(request.expected === undefined ? {} : { expected: request.expected }),
      startedAt: now,
      updatedAt: now,
      body: environment.newId(),
      pieceBytes: environment.pieceBytes,
      owner: environment.newId(),
    },
    isStored: false,
    digester: await createDigester(algorithmOf(request.expected)),
    tail: new Uint8Array(0),
  };
}

/** Bytes read at a time to hash a resumed ingest. */
const blockBytes = 2 ** 22;

/** Hashes the first `count` pieces of an ingest; more bytes can follow. */
export async function hashPieces(
  tables: ContentTables,
  { body, pieceBytes }: IngestRecord,
  count: number,
  algorithm: DigestAlgorithm,
): Promise<Digester> {
  const digester = await createDigester(algorithm);
  for await (const bytes of readPieces(tables, { body, pieceBytes }, count)) digester.update(bytes);
  return digester;
}

/** Reads pieces in order; a missing piece yields no bytes. */
async function* readPieces(
  tables: ContentTables,
  { body, pieceBytes }: Pick<IngestRecord, 'body' | 'pieceBytes'>,
  count: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const atOnce = Math.max(1, Math.floor(blockBytes / pieceBytes));
  for (let first = 0; first < count; first += atOnce) {
    for (const piece of await tables.pieces(body, first, Math.min(count, first + atOnce) - 1)) {
      yield piece === undefined ? new Uint8Array(0) : await readPiece(piece, 0, pieceBytes);
    }
  }
}

export function toStatus({ ref, offset, total, expected, startedAt, updatedAt }: IngestRecord): IngestStatus {
  return { ref, offset, total, ...(expected === undefined ? {} : { expected }), startedAt, updatedAt };
}

async function resume(
  tables: ContentTables,
  environment: Environment,
  request: IngestRequest,
  stored: IngestRecord,
): Promise<OpenedIngest | undefined> {
  if (request.total > 0 && stored.total > 0 && request.total !== stored.total) return undefined;
  const expected = request.expected ?? stored.expected;
  const ingest = {
    ...stored,
    total: stored.total || request.total,
    ...(expected === undefined ? {} : { expected }),
    owner: environment.newId(),
  };
  const claimed = await tables.saveIngest(ingest, [], stored.owner);
  if (!claimed) throw new AppError('unavailable', `ref "${ingest.ref}" was opened by another writer`);
  const digester = await createDigester(algorithmOf(expected));
  let tail = new Uint8Array(0);
  let start = 0;
  for await (const bytes of readPieces(tables, ingest, Math.ceil(ingest.offset / ingest.pieceBytes))) {
    if (bytes.length !== Math.min(ingest.pieceBytes, ingest.offset - start)) return undefined;
    start += bytes.length;
    digester.update(bytes);
    if (bytes.length < ingest.pieceBytes) tail = bytes;
  }
  return { ingest, isStored: true, digester, tail };
}

function algorithmOf(expected: Digest | undefined): DigestAlgorithm {
  return expected === undefined ? 'sha256' : digestAlgorithm(expected);
}

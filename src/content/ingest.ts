import { AppError } from '../errors/index.ts';
import { createDigester, type Digest, type DigestAlgorithm, type Digester, digestAlgorithm } from '../oci/index.ts';
import type { IngestStatus } from './contract.ts';
import { type ContentTables, type IngestRecord, readPiece } from './tables.ts';

/** What a store is given by its opener. */
export interface Environment {
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly pieceBytes: number;
  /** Told of each commit. */
  readonly onCommitted?: ((bytes: number) => void) | undefined;
}

export interface OpenedIngest {
  readonly ingest: IngestRecord;
  readonly kept: boolean;
  /** of the bytes present */
  readonly digester: Digester;
  /** The bytes present that do not fill a piece. */
  readonly tail: Uint8Array;
}

export interface IngestRequest {
  readonly ref: string;
  readonly expected: Digest | undefined;
  /** bytes, 0 where unknown */
  readonly total: number;
}

/**
 * The ingest that a writer starts from: the one kept under the ref, its digest computed anew from the bytes that are
 * there; or an empty one, where none is kept, where its total contradicts the one asked for, or where pieces of it
 * are missing (containerd plugins/content/local/store.go `writer`, `resumeStatus`).
 */
export async function openIngest(
  tables: ContentTables,
  environment: Environment,
  request: IngestRequest,
  kept: IngestRecord | undefined,
): Promise<OpenedIngest> {
  if (kept !== undefined) {
    const resumed = await resume(tables, environment, request, kept);
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
    kept: false,
    digester: await createDigester(algorithmOf(request.expected)),
    tail: new Uint8Array(0),
  };
}

/** What of an ingest is read at once, to be hashed anew. */
const blockBytes = 4 * 1024 * 1024;

/** The digest of the first `count` pieces of an ingest; more can follow. */
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

/** In order; of one that is missing, nothing. */
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
  kept: IngestRecord,
): Promise<OpenedIngest | undefined> {
  if (request.total > 0 && kept.total > 0 && request.total !== kept.total) return undefined;
  const expected = request.expected ?? kept.expected;
  const ingest = {
    ...kept,
    total: kept.total || request.total,
    ...(expected === undefined ? {} : { expected }),
    owner: environment.newId(),
  };
  const claimed = await tables.saveIngest(ingest, [], kept.owner);
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
  return { ingest, kept: true, digester, tail };
}

function algorithmOf(expected: Digest | undefined): DigestAlgorithm {
  return expected === undefined ? 'sha256' : digestAlgorithm(expected);
}

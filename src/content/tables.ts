import type { Digest } from '../oci/index.ts';
import type { Info, IngestStatus, RecordFault, References, RootsRecord } from './contract.ts';

/**
 * What a content store needs of the place that keeps its records. Each call is atomic and, in IndexedDB, one
 * transaction; what the store promises (order of checks, errors, locks) is decided above, once for all places.
 * A *body* is an ordered list of pieces of `pieceBytes` each, the last one shorter. Content of one piece has its own
 * digest as body; larger content keeps the body its ingest was written to, so that a commit moves no bytes.
 */
export interface ContentTables {
  /** The content of `digest` is stored; what is kept under `ref`. */
  findIngest(
    ref: string,
    digest: Digest | undefined,
  ): Promise<{ readonly stored: boolean; readonly ingest: IngestRecord | undefined }>;
  /**
   * Keeps the ingest and the pieces given; the pieces of another body under this ref go. False, and nothing is
   * kept, where `heldBy` is given and the ingest is not there or has another owner: it was aborted or taken over.
   */
  saveIngest(ingest: IngestRecord, pieces: readonly NumberedPiece[], heldBy?: string): Promise<boolean>;
  /** Puts content whose ingest was never kept, and what it refers to where that is given, where the digest has none. */
  addContent(
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    references: References | undefined,
  ): Promise<'committed' | 'exists'>;
  /** Makes the ingest content. `exists`, which removes the ingest too, where the digest has some; `gone` is as false above. */
  commit(
    ref: string,
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    heldBy: string,
    references: References | undefined,
  ): Promise<'committed' | 'exists' | 'gone'>;
  /** With its pieces. False where there was none. */
  dropIngest(ref: string): Promise<boolean>;
  ingests(): Promise<readonly IngestRecord[]>;

  info(digest: Digest): Promise<ContentRecord | undefined>;
  /** By digest; with a mark that begins so, where one is given. Bodies are not read. */
  infos(mark?: string): Promise<readonly ContentRecord[]>;
  /** Reads, changes and writes in one step. `change` is synchronous: a transaction does not wait for it. */
  changeInfo(digest: Digest, change: (record: ContentRecord) => ContentRecord): Promise<ContentRecord | undefined>;
  /** False where the digest has no content. */
  link(digest: Digest, references: References): Promise<boolean>;
  /** Of all that is linked. */
  references(): Promise<ReadonlyMap<Digest, References>>;
  /** Of those that refer to the digest the first `limit`, newest first and then by digest; and how many there are. */
  parents(
    digest: Digest,
    limit: number,
  ): Promise<{ readonly records: readonly ContentRecord[]; readonly total: number }>;
  /** With their pieces, what they refer to and when they were used; gives those that there were. */
  /** `changed`, and nothing is deleted, if the roots are of another revision than the one given. */
  dropContents(digests: readonly Digest[], rootsRevision?: number): Promise<readonly ContentRecord[] | 'changed'>;
  /** False also if the digest has no content. */
  hasBody(digest: Digest): Promise<boolean>;
  roots(): Promise<RootsRecord>;
  /** Strict. Gives those of `requires` that are not stored whole, and changes nothing then. */
  changeRoots(
    change: (current: RootsRecord) => string | undefined,
    requires: readonly Digest[],
  ): Promise<RootsRecord | { readonly missing: readonly Digest[] }>;
  /** Of what is stored. */
  putUses(uses: ReadonlyMap<Digest, Date>): Promise<void>;
  uses(): Promise<ReadonlyMap<Digest, Date>>;
  /** Records that no reader accepts, and pieces that no record names. */
  faults(): Promise<readonly RecordFault[]>;
  /** Removes these, and returns how many there were. */
  dropFaults(): Promise<number>;
  /** The record and the piece of the body that is the digest: all there is of small content, in one step. */
  content(
    digest: Digest,
  ): Promise<{ readonly record: ContentRecord; readonly piece: StoredPiece | undefined } | undefined>;
  /** Pieces `first` to `last`, inclusive; undefined for one that is missing. */
  pieces(body: string, first: number, last: number): Promise<readonly (StoredPiece | undefined)[]>;

  close(): Promise<void>;
}

export interface ContentRecord extends Info {
  readonly body: string;
  readonly pieceBytes: number;
  /** Keys of the labels that content can be found by; absent where there are none. */
  readonly marks?: readonly string[] | undefined;
}

/** What a caller is told of it: a copy. */
export function toInfo({ digest, size, createdAt, updatedAt, labels, linked, verifiedAt }: ContentRecord): Info {
  return {
    digest,
    size,
    createdAt,
    updatedAt,
    labels: { ...labels },
    ...(linked ? { linked } : {}),
    ...(verifiedAt ? { verifiedAt } : {}),
  };
}

export const noRootsRecord: RootsRecord = { text: '', revision: 0 };

/** The record after a change; the same one if there is none. */
export function changedRoots(current: RootsRecord, change: (current: RootsRecord) => string | undefined): RootsRecord {
  const text = change(current);
  return text === undefined ? current : { text, revision: current.revision + 1 };
}

/** Reports whether a body of so many pieces, the last of so many bytes, is all that a record says. */
export function isWholeBody(
  { size, pieceBytes }: Pick<ContentRecord, 'size' | 'pieceBytes'>,
  pieces: number,
  lastBytes: number,
): boolean {
  const count = pieceCount(size, pieceBytes);
  return pieces === count && lastBytes === size - (count - 1) * pieceBytes;
}

export interface IngestRecord extends IngestStatus {
  readonly body: string;
  readonly pieceBytes: number;
  /** The writer that last opened the ingest: one that finds another here has lost it. */
  readonly owner: string;
}

export interface NumberedPiece {
  readonly index: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A Blob where the bytes are not in memory yet. */
export type StoredPiece = Uint8Array<ArrayBuffer> | Blob;

/**
 * How large the pieces of new content are. A context that is killed loses less than one piece of what it was writing, and a
 * piece costs a transaction. Measured in Chromium, 64 MiB, strict: 43 MB/s; pieces of four times the size 90 MB/s.
 */
export const newPieceBytes = 2 ** 18;

export function pieceCount(size: number, pieceBytes: number): number {
  return Math.max(1, Math.ceil(size / pieceBytes));
}

/** Bytes `from` to `to` of a piece; nothing else of a Blob is read. */
export async function readPiece(piece: StoredPiece, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  if (piece instanceof Uint8Array) return piece.slice(from, to);
  return new Uint8Array(await piece.slice(from, to).arrayBuffer());
}

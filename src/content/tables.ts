import type { Digest } from '../oci/index.ts';
import type { Info, IngestStatus, RecordFault, References, RootsRecord } from './contract.ts';

/**
 * Record storage of a content store. Each call is atomic and, in IndexedDB, one transaction; the contract (order of checks,
 * errors, locks) is implemented above it, once for all kinds of storage.
 *
 * A *body* is an ordered list of pieces of `pieceBytes` each, the last one shorter. Content of one piece has its own digest
 * as body; larger content keeps the body its ingest was written to, so that a commit moves no bytes.
 */
export interface ContentTables {
  /** Returns whether `digest` is stored, and the ingest of `ref`. */
  findIngest(
    ref: string,
    digest: Digest | undefined,
  ): Promise<{ readonly stored: boolean; readonly ingest: IngestRecord | undefined }>;
  /**
   * Stores the ingest and the pieces given; deletes the pieces of another body under this ref. Returns false and stores
   * nothing if `heldBy` is given and the ingest is missing or has another owner: it was aborted or taken over.
   */
  saveIngest(ingest: IngestRecord, pieces: readonly NumberedPiece[], heldBy?: string): Promise<boolean>;
  /** Adds content whose ingest was never stored, with its references if given, unless the digest is stored. */
  addContent(
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    references: References | undefined,
  ): Promise<'committed' | 'exists'>;
  /**
   * Makes the ingest content. `exists`, which removes the ingest too, if the digest is stored; `aborted` if the ingest is
   * missing or has another owner.
   */
  commit(
    ref: string,
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    heldBy: string,
    references: References | undefined,
  ): Promise<'committed' | 'exists' | 'aborted'>;
  /** Deletes the ingest and its pieces. Returns false if it does not exist. */
  dropIngest(ref: string): Promise<boolean>;
  ingests(): Promise<readonly IngestRecord[]>;

  info(digest: Digest): Promise<ContentRecord | undefined>;
  /** Lists records by digest, limited to those with a mark that starts with `mark`. Bodies are not read. */
  infos(mark?: string): Promise<readonly ContentRecord[]>;
  /** Reads, changes and writes in one step. `change` is synchronous: a transaction does not wait for it. */
  changeInfo(digest: Digest, change: (record: ContentRecord) => ContentRecord): Promise<ContentRecord | undefined>;
  /** Stores references; returns false if the digest is not stored. */
  link(digest: Digest, references: References): Promise<boolean>;
  /** Returns the references of all linked content. */
  references(): Promise<ReadonlyMap<Digest, References>>;
  /**
   * Returns the first `limit` of those that refer to the digest, newest first and then by digest, and their total number.
   */
  parents(
    digest: Digest,
    limit: number,
  ): Promise<{ readonly records: readonly ContentRecord[]; readonly total: number }>;
  /** Deletes content with its pieces, references and uses; returns the deleted. */
  /** `changed`, and nothing is deleted, if the roots are of another revision than the one given. */
  dropContents(digests: readonly Digest[], rootsRevision?: number): Promise<readonly ContentRecord[] | 'changed'>;
  /** Returns false also if the digest is not stored. */
  hasBody(digest: Digest): Promise<boolean>;
  roots(): Promise<RootsRecord>;
  /**
   * Changes the roots with strict durability. If any of `requires` is not stored completely, returns those and changes
   * nothing.
   */
  changeRoots(
    change: (current: RootsRecord) => string | undefined,
    requires: readonly Digest[],
  ): Promise<RootsRecord | { readonly missing: readonly Digest[] }>;
  /** Records uses of stored content. */
  putUses(uses: ReadonlyMap<Digest, Date>): Promise<void>;
  uses(): Promise<ReadonlyMap<Digest, Date>>;
  /** Lists records that no reader accepts, and pieces that no record names. */
  faults(): Promise<readonly RecordFault[]>;
  /** Removes these, and returns their number. */
  dropFaults(): Promise<number>;
  /** Returns the record and the piece of the body named by the digest, which is all of small content, in one step. */
  content(
    digest: Digest,
  ): Promise<{ readonly record: ContentRecord; readonly piece: StoredPiece | undefined } | undefined>;
  /** Returns pieces `first` to `last`, inclusive; undefined for a missing one. */
  pieces(body: string, first: number, last: number): Promise<readonly (StoredPiece | undefined)[]>;

  close(): Promise<void>;
}

export interface ContentRecord extends Info {
  readonly body: string;
  readonly pieceBytes: number;
  /** Keys of the labels that content can be found by; absent without such labels. */
  readonly marks?: readonly string[] | undefined;
}

/** Returns the public info of a record, as a copy. */
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

/** Returns the record after a change; the same one if nothing changed. */
export function changedRoots(current: RootsRecord, change: (current: RootsRecord) => string | undefined): RootsRecord {
  const text = change(current);
  return text === undefined ? current : { text, revision: current.revision + 1 };
}

/** Reports whether the number of pieces and the length of the last one match the record. */
export function isCompleteBody(
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
  /** The writer that last opened the ingest; a writer that finds another id here has lost the ingest. */
  readonly owner: string;
}

export interface NumberedPiece {
  readonly index: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A Blob if the bytes are not in memory yet. */
export type StoredPiece = Uint8Array<ArrayBuffer> | Blob;

/**
 * Piece size of new content. A context that is killed loses less than one piece of what it was writing, and a piece costs a
 * transaction. Measured in Chromium, 64 MiB, strict: 43 MB/s; pieces of four times the size 90 MB/s.
 */
export const newPieceBytes = 2 ** 18;

export function pieceCount(size: number, pieceBytes: number): number {
  return Math.max(1, Math.ceil(size / pieceBytes));
}

/** Reads bytes `from` to `to` of a piece; the rest of a Blob is not read. */
export async function readPiece(piece: StoredPiece, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  if (piece instanceof Uint8Array) return piece.slice(from, to);
  return new Uint8Array(await piece.slice(from, to).arrayBuffer());
}

import type { Descriptor, Digest } from '../oci/index.ts';

/**
 * The content store, after containerd's `core/content/content.go`.
 *
 * The life of a blob: `writer(ref)` opens an *ingest*, which only its ref can see. Bytes are appended to it. `close`
 * without `commit` leaves it stored, and it can be resumed under the same ref. `commit` checks the size, then the digest,
 * and makes the content visible under its digest in one step, which ends the ingest. A commit that fails for size or digest
 * leaves the ingest unchanged and unlocked; if the content exists already, it removes the ingest and throws already_exists.
 * `abort` removes an ingest.
 */
export interface ContentStore
  extends Provider,
    Ingester,
    IngestManager,
    Manager,
    Linker,
    Collector,
    RootsStore,
    Repairer {}

/** Describes committed content, without its bytes. */
export interface Info {
  readonly digest: Digest;
  /** bytes */
  readonly size: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly labels: Readonly<Record<string, string>>;
  /** Its references were recorded by `link` or `commit`. */
  readonly linked?: true;
  /**
   * The time when the stored bytes were last read and hashed to the digest; absent if never since they were written, which
   * hashed them.
   */
  readonly verifiedAt?: Date;
}

/** Describes an ingest. */
export interface IngestStatus {
  readonly ref: string;
  /** bytes written */
  readonly offset: number;
  /** bytes expected, 0 if unknown */
  readonly total: number;
  readonly expected?: Digest;
  readonly startedAt: Date;
  readonly updatedAt: Date;
}

/** Random access to bytes. */
export interface ReaderAt {
  /** bytes available, whatever a descriptor states */
  readonly size: number;
  /** Reads up to `length` bytes from `offset`: fewer at the end, none past it. @throws data_loss if the bytes are lost. */
  readAt(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Reads committed content. */
export interface ContentReader extends ReaderAt {
  /** As it was when the reader was opened. */
  readonly info: Info;
}

/** Reading needs only the digest; a writer may also know the size. */
export type ContentDescriptor = Pick<Descriptor, 'digest'> & Partial<Pick<Descriptor, 'mediaType' | 'size'>>;

export interface Provider {
  /**
   * Opens a reader by `descriptor.digest` alone. Content of more than one piece is not collected while a reader of it is
   * open in any tab.
   * @throws invalid_argument malformed digest; not_found.
   */
  readerAt(descriptor: ContentDescriptor, options?: { readonly signal?: AbortSignal }): Promise<ContentReader>;
}

export interface Writer {
  /**
   * Appends. @throws failed_precondition when closed; resource_exhausted (reason quota) when the disk is full; aborted as
   * `commit`.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Returns the digest of all bytes so far, in the algorithm of the expected digest, else sha256. */
  digest(): Digest;
  /**
   * Reads what was written so far: up to `length` bytes from `offset`, fewer at the end, none past it. A piece that is
   * stored already is read from the store.
   * @throws failed_precondition when closed; data_loss if the bytes are lost.
   */
  readAt(offset: number, length: number): Promise<Uint8Array>;
  /**
   * Makes the ingest content. `size` 0 and `expected` '' mean unknown. `references` is what the content refers to, as by
   * `link`, stored in the same step. Always closes the writer.
   * @throws failed_precondition size, then digest (reason digest_mismatch) differ, or closed (the ingest stays);
   * already_exists (the ingest is removed); resource_exhausted (reason quota): nothing is stored; aborted if the ingest was
   * removed by `abort`, or by another tab that no lock excludes.
   */
  commit(
    size: number,
    expected?: Digest | '',
    labels?: Readonly<Record<string, string>>,
    references?: References,
  ): Promise<void>;
  /** Discards everything written; `size` must be 0. @throws invalid_argument otherwise; as `write`. */
  truncate(size: number): Promise<void>;
  status(): Promise<IngestStatus>;
  /** Releases the ref; twice is fine. */
  close(): Promise<void>;
}

export interface Ingester {
  /**
   * Opens or resumes the ingest of `ref` and locks the ref, across tabs, until commit or close. A resumed ingest keeps the
   * first total that was given and the last expected digest; if its total is contradicted it starts again from 0.
   * @throws invalid_argument empty ref or malformed digest; unavailable if the ref is locked, unless `waits`, which waits
   * for it; already_exists if the descriptor's digest is stored; cancelled by the signal. The lock is taken before the
   * existence check, as in containerd.
   */
  writer(
    ref: string,
    descriptor?: Partial<ContentDescriptor>,
    options?: { readonly signal?: AbortSignal; readonly waits?: boolean },
  ): Promise<Writer>;
}

export interface IngestManager {
  /** @throws not_found */
  status(ref: string): Promise<IngestStatus>;
  /**
   * Lists ingests by ref. An open ingest with nothing stored yet is listed only by the store object it was opened on; a
   * closed one by all.
   */
  listStatuses(): Promise<readonly IngestStatus[]>;
  /**
   * Removes the ingest even if a writer is open. @throws not_found, as containerd's metadata store; unavailable if
   * `onlyIdle` is set and a writer is open in any tab.
   */
  abort(ref: string, options?: { readonly onlyIdle?: boolean }): Promise<void>;
}

export interface Manager {
  /** @throws invalid_argument malformed digest; not_found */
  info(digest: string): Promise<Info>;
  /**
   * Changes labels. No field paths: all labels are replaced; `labels.<key>`: only that one, removed if '' or absent;
   * `labels`: all. Moves updatedAt. @throws not_found; invalid_argument for any other path.
   */
  update(
    info: { readonly digest: string; readonly labels: Readonly<Record<string, string>> },
    ...fieldpaths: string[]
  ): Promise<Info>;
  /**
   * Calls `visit` with each, ordered by digest; bodies are not read. `labelled` limits it to content with a label whose key
   * starts so, at the cost of those alone. @throws invalid_argument unless it starts with `ociscope/`: other labels have no
   * index
   */
  walk(visit: (info: Info) => void | Promise<void>, filter?: { readonly labelled?: string }): Promise<void>;
  /** @throws invalid_argument; not_found */
  delete(digest: string): Promise<void>;
  /**
   * Reports whether as many pieces and bytes are stored as the info states. Reads the last piece only, and hashes nothing.
   * False for content that is not stored. @throws invalid_argument
   */
  hasBody(digest: string): Promise<boolean>;
  /** Records that the stored bytes were hashed and match. Does nothing for content that is not stored. @throws invalid_argument */
  markVerified(digest: string, at: Date): Promise<void>;
}

/** References of content to other content, which need not be stored. */
export interface References {
  /** The content it consists of or lists: config, layers, blobs, entries. */
  readonly children: readonly Digest[];
  /** Its subject (image-spec manifest.md, `subject`). */
  readonly subject?: Digest | undefined;
}

/**
 * Records which content refers to which. The store does not parse content: whoever stores a manifest passes its references.
 * containerd stores them in labels (`containerd.io/gc.ref.content.*`, core/images/handlers.go `ChildGCLabels`). Here they
 * are separate, because labels are read with each read of the content, and an index has up to a thousand entries.
 */
export interface Linker {
  /**
   * Replaces the references of stored content. They are deleted with the content.
   * @throws invalid_argument malformed digest; not_found
   */
  link(digest: string, references: References): Promise<void>;
  /**
   * Finds content that refers to a digest, stored or not, as a child or a subject: up to `limit`, newest `createdAt` first,
   * equal times by digest; `total` counts all. One transaction; bodies are not read.
   * @throws invalid_argument malformed digest
   */
  referredBy(digest: string, limit: number): Promise<{ readonly infos: readonly Info[]; readonly total: number }>;
  /** Returns the references of all linked content, by its digest, in one read. */
  references(): Promise<ReadonlyMap<Digest, References>>;
}

/** Keeps the store within bounds: records when content was used, and deletes it (containerd core/metadata/gc.go). */
export interface Collector {
  /** Records when content was last used. Ignores content that is not stored. */
  touch(uses: ReadonlyMap<Digest, Date>): Promise<void>;
  /** Returns the time of the last use of each digest, if one was recorded. */
  uses(): Promise<ReadonlyMap<Digest, Date>>;
  /**
   * Deletes those that are stored and not being read in any tab, in one step; returns the deleted.
   * @throws invalid_argument; aborted, and nothing is deleted, if the roots are no longer at `rootsRevision`
   */
  collect(digests: readonly string[], options?: { readonly rootsRevision?: number }): Promise<readonly Info[]>;
}

/** The GC roots, serialized by their owner. */
export interface RootsRecord {
  readonly text: string;
  /** Incremented by each change; 0 if it was never written. */
  readonly revision: number;
}

/**
 * Stores the garbage collection roots beside the content, so that one transaction covers both: content that was promised
 * cannot be evicted between the check that it is stored and the promise.
 */
export interface RootsStore {
  roots(): Promise<RootsRecord>;
  /**
   * Replaces the text by what `change` returns; undefined leaves it. On disk when it resolves, with all that was committed
   * before. `requires` must be stored, complete and not corrupt at that moment. `change` is synchronous.
   * @throws failed_precondition (`detail.missing`: digests), and nothing is changed, if any of `requires` is not;
   * resource_exhausted
   */
  changeRoots(change: (current: RootsRecord) => string | undefined, requires?: readonly Digest[]): Promise<RootsRecord>;
}

/** A record that this store would not have written. Reads skip it, so that it hides nothing but itself. */
export interface RecordFault {
  readonly table: 'info' | 'bodies' | 'ingests' | 'edges' | 'uses' | 'roots';
  /** The record's key, as text for a person. */
  readonly key: string;
}

/** Finds and removes records that cannot be read. Both read all records but no bytes of content. */
export interface Repairer {
  faults(): Promise<readonly RecordFault[]>;
  /**
   * Removes every such record in one transaction, and returns how many. References may be lost with a record; the content
   * is linked again at its next read.
   */
  dropFaults(): Promise<number>;
}

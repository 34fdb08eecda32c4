import type { Descriptor, Digest } from '../oci/index.ts';

/**
 * The content store, after containerd's `core/content/content.go`.
 *
 * The life of a blob: `writer(ref)` opens an *ingest*, which only its ref can see. Bytes are appended to it;
 * `close` without `commit` keeps it, resumable under the same ref. `commit` checks size, then digest, and makes
 * the content visible under its digest in one step; the ingest is gone then. A commit that fails for size or
 * digest leaves the ingest as it was, unlocked; one that finds the content already there removes the ingest and
 * throws already_exists. `abort` removes an ingest.
 */
export interface ContentStore
  extends Provider,
    Ingester,
    IngestManager,
    Manager,
    Linker,
    Collector,
    RootsKeeper,
    Repairer {}

/** What is known of committed content, without its bytes. */
export interface Info {
  readonly digest: Digest;
  /** bytes */
  readonly size: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly labels: Readonly<Record<string, string>>;
  /** The store was told what it refers to. */
  readonly linked?: true;
  /** When the stored bytes were last read and hashed to the digest; absent if never since they were written, which hashed them. */
  readonly verifiedAt?: Date;
}

/** What is known of an ingest. */
export interface IngestStatus {
  readonly ref: string;
  /** bytes written */
  readonly offset: number;
  /** bytes expected, 0 where unknown */
  readonly total: number;
  readonly expected?: Digest;
  readonly startedAt: Date;
  readonly updatedAt: Date;
}

/** Random access to bytes. */
export interface ReaderAt {
  /** bytes there are, whatever a descriptor said */
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer at the end, none past it. @throws data_loss where the bytes are gone. */
  readAt(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Of committed content. */
export interface ContentReader extends ReaderAt {
  /** Of the moment that the reader was opened. */
  readonly info: Info;
}

/** Only the digest is needed to read; what writes may know a size too. */
export type ContentDescriptor = Pick<Descriptor, 'digest'> & Partial<Pick<Descriptor, 'mediaType' | 'size'>>;

export interface Provider {
  /**
   * Uses `descriptor.digest` alone. Content of more than a piece is not collected while a reader of it is open, in any tab.
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
  /** Of all bytes so far, in the algorithm of the expected digest, else sha256. */
  digest(): Digest;
  /**
   * What was written so far: at most `length` bytes from `offset`, fewer at the end, none past it. A piece that is kept is read
   * from where it is kept. @throws failed_precondition when closed; data_loss where the bytes are gone.
   */
  readAt(offset: number, length: number): Promise<Uint8Array>;
  /**
   * `size` 0 and `expected` '' mean unknown. `references` is what the content refers to, as by `link`, kept in the same
   * step. Always closes the writer.
   * @throws failed_precondition size, then digest (reason digest_mismatch) differ, or closed (the ingest stays);
   * already_exists (the ingest is gone); resource_exhausted (reason quota): nothing is stored; aborted where `abort`, or
   * another tab that no lock holds off, took the ingest away.
   */
  commit(
    size: number,
    expected?: Digest | '',
    labels?: Readonly<Record<string, string>>,
    references?: References,
  ): Promise<void>;
  /** Only 0: forgets what was written, for good. @throws invalid_argument otherwise; as `write`. */
  truncate(size: number): Promise<void>;
  status(): Promise<IngestStatus>;
  /** Releases the ref; twice is fine. */
  close(): Promise<void>;
}

export interface Ingester {
  /**
   * Opens or resumes the ingest of `ref` and holds the ref, across tabs, until commit or close. Of an ingest that is resumed
   * the total is the first that was named, the expected digest the last; one whose total is contradicted starts anew.
   * @throws invalid_argument empty ref or malformed digest; unavailable where the ref is held, unless `waits`: then when it is
   * free; already_exists where the descriptor's digest is stored; cancelled by the signal. The lock is asked before the
   * existence check, as containerd does.
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
   * Those that are there, by ref. An open ingest that has kept nothing yet is seen by the store object it was opened
   * on alone; one that is closed, by all.
   */
  listStatuses(): Promise<readonly IngestStatus[]>;
  /**
   * Removes the ingest whether or not a writer is open. @throws not_found, as containerd's metadata store; unavailable where
   * `onlyIdle` and a writer is open in any tab.
   */
  abort(ref: string, options?: { readonly onlyIdle?: boolean }): Promise<void>;
}

export interface Manager {
  /** @throws invalid_argument malformed digest; not_found */
  info(digest: string): Promise<Info>;
  /**
   * Changes labels. No field paths: all labels are replaced; `labels.<key>`: only that one, removed where '' or absent;
   * `labels`: all. Moves updatedAt. @throws not_found; invalid_argument for any other path.
   */
  update(
    info: { readonly digest: string; readonly labels: Readonly<Record<string, string>> },
    ...fieldpaths: string[]
  ): Promise<Info>;
  /**
   * Calls back with each, ordered by digest; bodies are not read. `labelled`: only with those that have a label whose key
   * begins so, at the cost of those alone. @throws invalid_argument unless it begins with `ociscope/`: others have no index
   */
  walk(visit: (info: Info) => void | Promise<void>, filter?: { readonly labelled?: string }): Promise<void>;
  /** @throws invalid_argument; not_found */
  delete(digest: string): Promise<void>;
  /**
   * Reports whether as many pieces and bytes are stored as the info says. Reads the last piece only, and hashes nothing. False for
   * content that is not stored. @throws invalid_argument
   */
  hasBody(digest: string): Promise<boolean>;
  /** Records that the stored bytes were hashed and match. Does nothing for content that is not stored. @throws invalid_argument */
  markVerified(digest: string, at: Date): Promise<void>;
}

/** What content refers to; what is referred to need not be stored. */
export interface References {
  /** What it is made of, or lists: config, layers, blobs, entries. */
  readonly children: readonly Digest[];
  /** What it is about (image-spec manifest.md, `subject`). */
  readonly subject?: Digest | undefined;
}

/**
 * Which content refers to which. The store reads nothing of what it keeps: whoever stores a manifest says what it refers
 * to. containerd keeps that in labels (`containerd.io/gc.ref.content.*`, core/images/handlers.go `ChildGCLabels`); here it
 * stands apart from them, since the labels of content are read at each read of it, and an index has a thousand entries.
 */
export interface Linker {
  /**
   * Says what stored content refers to, in the place of what was said before. It goes with the content.
   * @throws invalid_argument malformed digest; not_found
   */
  link(digest: string, references: References): Promise<void>;
  /**
   * Content that refers to a digest, stored or not, as a child or a subject: at most `limit`, the newest by `createdAt`
   * first, those of one time by digest; `total` counts all. One transaction; bodies are not read.
   * @throws invalid_argument malformed digest
   */
  referredBy(digest: string, limit: number): Promise<{ readonly infos: readonly Info[]; readonly total: number }>;
  /** What all linked content refers to, by its digest, in one read. */
  references(): Promise<ReadonlyMap<Digest, References>>;
}

/** What it takes to keep a store within bounds: what was used when, and how it is let go (containerd core/metadata/gc.go). */
export interface Collector {
  /** Says when content was last used. Of what is not stored, nothing is kept. */
  touch(uses: ReadonlyMap<Digest, Date>): Promise<void>;
  /** When each was last used, as far as it was said. */
  uses(): Promise<ReadonlyMap<Digest, Date>>;
  /**
   * Deletes what is stored of these and not being read, in any tab, in one step; gives what went.
   * @throws invalid_argument; aborted, and nothing is deleted, if the roots are no longer of `rootsRevision`
   */
  collect(digests: readonly string[], options?: { readonly rootsRevision?: number }): Promise<readonly Info[]>;
}

/** What content is stored for, as its owner words it. */
export interface RootsRecord {
  readonly text: string;
  /** Incremented by each change; 0 if it was never written. */
  readonly revision: number;
}

/**
 * Keeps the garbage collection roots beside the content, so that one transaction covers both: content that was promised cannot be
 * evicted between the check that it is stored and the promise.
 */
export interface RootsKeeper {
  roots(): Promise<RootsRecord>;
  /**
   * Replaces the text by what `change` returns; undefined leaves it. On disk when it resolves, with all that was committed before.
   * `requires` must be stored, whole and not corrupt at that moment. `change` is synchronous.
   * @throws failed_precondition (`detail.missing`: digests), and nothing is changed, if some of `requires` is not; resource_exhausted
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
   * Removes every such record in one transaction, and returns how many. What content refers to may be lost with a record: it
   * is linked again at its next read.
   */
  dropFaults(): Promise<number>;
}

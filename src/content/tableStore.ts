import { AppError } from '../errors/index.ts';
import { type Digest, parseDigest } from '../oci/index.ts';
import type {
  ContentDescriptor,
  ContentReader,
  ContentStore,
  Info,
  IngestStatus,
  RecordFault,
  References,
  RootsRecord,
  Writer,
} from './contract.ts';
import { type Environment, openIngest, toStatus } from './ingest.ts';
import { IngestWriter } from './ingestWriter.ts';
import { assertFieldpaths, assertMark, marksOf, updateLabels } from './labels.ts';
import { PieceReader } from './pieceReader.ts';
import type { RefLocks } from './refLocks.ts';
import { type ContentRecord, type ContentTables, toInfo } from './tables.ts';

/**
 * Implements the content store over any tables: this class and the writer implement the contract, once.
 *
 * An ingest that has not filled a piece lives in its writer, and only this store lists it; once a piece of it is stored, or
 * it is closed, every store of the same tables lists it.
 */
export class TableStore implements ContentStore {
  readonly #tables: ContentTables;
  readonly #locks: RefLocks;
  readonly #readLocks: Pick<RefLocks, 'share' | 'tryLock'>;
  readonly #environment: Environment;
  readonly #writers = new Map<string, IngestWriter>();

  constructor(
    tables: ContentTables,
    locks: RefLocks,
    { readLocks = locks, ...environment }: Environment & { readonly readLocks?: RefLocks | undefined },
  ) {
    this.#tables = tables;
    this.#locks = locks;
    this.#readLocks = readLocks;
    this.#environment = environment;
  }

  async writer(
    ref: string,
    descriptor: Partial<ContentDescriptor> = {},
    { signal, waits = false }: { readonly signal?: AbortSignal; readonly waits?: boolean } = {},
  ): Promise<Writer> {
    if (ref === '') throw new AppError('invalid_argument', 'ref "" must not be empty');
    const expected = descriptor.digest ? parseDigest(descriptor.digest) : undefined;
    const total = Math.max(0, Number(descriptor.size ?? 0));
    assertNotAborted(signal);
    const unlock = waits ? await this.#waitFor(ref, signal) : await this.#lock(ref);
    try {
      const { stored, ingest } = await this.#tables.findIngest(ref, expected);
      if (stored) throw alreadyStored(expected);
      const opened = await openIngest(this.#tables, this.#environment, { ref, expected, total }, ingest);
      assertNotAborted(signal);
      const writer = new IngestWriter(this.#tables, this.#environment, opened, () => {
        this.#writers.delete(ref);
        return unlock();
      });
      this.#writers.set(ref, writer);
      return writer;
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  async readerAt(
    descriptor: ContentDescriptor,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<ContentReader> {
    const digest = parseDigest(descriptor.digest);
    assertNotAborted(signal);
    const found = await this.#tables.content(digest);
    if (found === undefined) throw storeFailure(digest);
    // Content of one piece is read already.
    if (found.record.body === digest) return new PieceReader(this.#tables, found.record, found.piece);
    const release = await this.#readLocks.share(readLock(digest));
    const record = await this.#tables.info(digest);
    if (record !== undefined) return new PieceReader(this.#tables, record, undefined, release);
    await release();
    throw storeFailure(digest);
  }

  async status(ref: string): Promise<IngestStatus> {
    const found = (await this.listStatuses()).find((status) => status.ref === ref);
    if (found === undefined) throw noIngest(ref);
    return found;
  }

  async listStatuses(): Promise<readonly IngestStatus[]> {
    const statuses = new Map((await this.#tables.ingests()).map((ingest) => [ingest.ref, toStatus(ingest)]));
    for (const [ref, writer] of this.#writers) {
      if (!writer.aborted) statuses.set(ref, await writer.status());
    }
    return [...statuses.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1));
  }

  async abort(ref: string, { onlyIdle = false }: { readonly onlyIdle?: boolean } = {}): Promise<void> {
    const unlock = onlyIdle ? await this.#lock(ref) : undefined;
    try {
      await this.#abort(ref);
    } finally {
      await unlock?.();
    }
  }

  async #abort(ref: string): Promise<void> {
    const writer = this.#writers.get(ref);
    const writing = writer !== undefined && !writer.aborted;
    writer?.abandon();
    const dropped = await this.#tables.dropIngest(ref);
    if (!writing && !dropped) throw noIngest(ref);
  }

  async info(digest: string): Promise<Info> {
    const parsed = parseDigest(digest);
    return infoOf(parsed, await this.#tables.info(parsed));
  }

  async update(
    { digest, labels }: { readonly digest: string; readonly labels: Readonly<Record<string, string>> },
    ...fieldpaths: string[]
  ): Promise<Info> {
    const parsed = parseDigest(digest);
    assertFieldpaths(fieldpaths);
    const updatedAt = this.#environment.clock();
    const changed = await this.#tables.changeInfo(parsed, (record) => {
      const updated = updateLabels(record.labels, labels, fieldpaths);
      return { ...record, labels: updated, marks: marksOf(updated), updatedAt };
    });
    return infoOf(parsed, changed);
  }

  async link(digest: string, references: References): Promise<void> {
    const parsed = parseDigest(digest);
    if (!(await this.#tables.link(parsed, references))) throw storeFailure(parsed);
  }

  async referredBy(digest: string, limit: number) {
    const { records, total } = await this.#tables.parents(parseDigest(digest), limit);
    return { infos: records.map(toInfo), total };
  }

  references(): Promise<ReadonlyMap<Digest, References>> {
    return this.#tables.references();
  }

  async walk(
    visit: (info: Info) => void | Promise<void>,
    { labelled }: { readonly labelled?: string } = {},
  ): Promise<void> {
    if (labelled !== undefined) assertMark(labelled);
    for (const record of await this.#tables.infos(labelled)) await visit(toInfo(record));
  }

  async delete(digest: string): Promise<void> {
    const parsed = parseDigest(digest);
    if ((await this.#tables.dropContents([parsed])).length === 0) throw storeFailure(parsed);
  }

  async hasBody(digest: string): Promise<boolean> {
    return this.#tables.hasBody(parseDigest(digest));
  }

  async markVerified(digest: string, at: Date): Promise<void> {
    await this.#tables.changeInfo(parseDigest(digest), (record) => ({ ...record, verifiedAt: at }));
  }

  roots(): Promise<RootsRecord> {
    return this.#tables.roots();
  }

  async changeRoots(
    change: (current: RootsRecord) => string | undefined,
    requires: readonly Digest[] = [],
  ): Promise<RootsRecord> {
    const changed = await this.#tables.changeRoots(change, requires);
    if (!('missing' in changed)) return changed;
    const { missing } = changed;
    throw new AppError('failed_precondition', `content "${missing[0]}" is not stored whole`, { detail: { missing } });
  }

  touch(uses: ReadonlyMap<Digest, Date>): Promise<void> {
    return this.#tables.putUses(uses);
  }

  uses(): Promise<ReadonlyMap<Digest, Date>> {
    return this.#tables.uses();
  }

  faults(): Promise<readonly RecordFault[]> {
    return this.#tables.faults();
  }

  dropFaults(): Promise<number> {
    return this.#tables.dropFaults();
  }

  async collect(
    digests: readonly string[],
    { rootsRevision }: { readonly rootsRevision?: number } = {},
  ): Promise<readonly Info[]> {
    const parsed = [...new Set(digests.map(parseDigest))];
    const locks = await Promise.all(parsed.map((digest) => this.#readLocks.tryLock(readLock(digest))));
    try {
      const unread = parsed.filter((_, position) => locks[position] !== undefined);
      const records = await this.#tables.dropContents(unread, rootsRevision);
      if (records === 'changed') throw new AppError('aborted', 'what content is stored for has changed meanwhile');
      return records.map(toInfo);
    } finally {
      await Promise.all(locks.map((release) => release?.()));
    }
  }

  async #lock(ref: string): Promise<() => Promise<void>> {
    const unlock = await this.#locks.tryLock(ref);
    if (unlock === undefined) throw new AppError('unavailable', `ref "${ref}" is held by another writer`);
    return unlock;
  }

  async #waitFor(ref: string, signal: AbortSignal | undefined): Promise<() => Promise<void>> {
    try {
      return await this.#locks.lock(ref, signal);
    } catch (error) {
      assertNotAborted(signal);
      throw error;
    }
  }

  /** Saves open writers as resumable ingests, releases their refs, and closes the tables. */
  async close(): Promise<void> {
    const closed = await Promise.allSettled([...this.#writers.values()].map((writer) => writer.close()));
    await this.#tables.close();
    for (const result of closed) if (result.status === 'rejected') throw result.reason;
  }
}

/** Returns the lock shared by readers of content that a collector must leave; no ref has this form. */
function readLock(digest: Digest): string {
  return `reading ${digest}`;
}

function infoOf(digest: Digest, record: ContentRecord | undefined): Info {
  if (record === undefined) throw storeFailure(digest);
  return toInfo(record);
}

function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'opening content was cancelled', { cause: signal.reason });
}

function storeFailure(digest: string): AppError {
  return new AppError('not_found', `content "${digest}" is not stored`, { reason: 'not_found', detail: { digest } });
}

function alreadyStored(digest: string | undefined): AppError {
  return new AppError('already_exists', `content "${digest}" is already stored`, { detail: { digest } });
}

function noIngest(ref: string): AppError {
  return new AppError('not_found', `ref "${ref}" has no ingest`, { reason: 'not_found', detail: { ref } });
}

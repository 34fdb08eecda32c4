import { AppError } from '../errors/index.ts';
import { type Digest, type DigestAlgorithm, type Digester, digestAlgorithm, parseDigest } from '../oci/index.ts';
import type { IngestStatus, References, Writer } from './contract.ts';
import type { Environment, OpenedIngest } from './ingest.ts';
import { hashPieces, toStatus } from './ingest.ts';
import { type Labels, marksOf, withoutEmpty } from './labels.ts';
import { PieceBuffer } from './pieceBuffer.ts';
import { assertSpan, readSpan } from './pieceReader.ts';
import type { ContentRecord, ContentTables, IngestRecord, NumberedPiece } from './tables.ts';

/**
 * Writes one ingest. Bytes are hashed as they arrive and gathered into pieces; full pieces are stored immediately, the rest
 * at close or commit. Content of less than a piece costs one transaction, at its commit, and a context that is killed loses
 * less than a piece. Calls need not wait for each other: they take effect in order.
 */
export class IngestWriter implements Writer {
  readonly #tables: ContentTables;
  readonly #environment: Environment;
  readonly #digester: Digester;
  readonly #buffer: PieceBuffer;
  readonly #release: () => Promise<void>;
  #ingest: IngestRecord;
  /** The tables have this ingest with its `owner`. */
  #isStored: boolean;
  #storedPieces: number;
  #offset: number;
  #updatedAt: Date;
  #saving: Promise<void> = Promise.resolve();
  #failure: unknown;
  #aborted = false;
  #ending: Promise<unknown> | undefined;

  constructor(tables: ContentTables, environment: Environment, opened: OpenedIngest, release: () => Promise<void>) {
    this.#tables = tables;
    this.#environment = environment;
    this.#digester = opened.digester;
    this.#release = release;
    this.#ingest = opened.ingest;
    this.#isStored = opened.isStored;
    this.#offset = opened.ingest.offset;
    this.#updatedAt = opened.ingest.updatedAt;
    this.#storedPieces = Math.floor(opened.ingest.offset / opened.ingest.pieceBytes);
    this.#buffer = new PieceBuffer(opened.ingest.pieceBytes);
    this.#buffer.append(opened.tail);
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Marks the ingest as removed by others; this writer still holds its ref until it is closed. */
  abandon(): void {
    this.#aborted = true;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#assertOpen();
    this.#digester.update(bytes);
    this.#offset += bytes.length;
    this.#updatedAt = this.#environment.clock();
    const full = this.#buffer.append(bytes);
    if (full.length > 0) await this.#inOrder(() => this.#saveFull(full));
  }

  digest(): Digest {
    return this.#digester.digest();
  }

  async readAt(offset: number, length: number): Promise<Uint8Array> {
    this.#assertOpen();
    assertSpan(offset, length);
    // Full pieces that are still being stored are in neither place.
    for (let saving: unknown; saving !== this.#saving; ) {
      saving = this.#saving;
      await this.#settle();
    }
    const { ref, body, pieceBytes } = this.#ingest;
    const [storedBytes, end] = [this.#storedPieces * pieceBytes, Math.min(offset + length, this.#offset)];
    if (offset >= end) return new Uint8Array(0);
    const rest = this.#buffer.rest().slice(Math.max(0, offset - storedBytes), Math.max(0, end - storedBytes));
    if (offset >= storedBytes) return rest;
    const storedEnd = Math.min(end, storedBytes);
    const bytes = new Uint8Array(end - offset);
    await readSpan(
      this.#tables,
      { name: `ingest "${ref}"`, body, pieceBytes, size: storedBytes },
      offset,
      storedEnd,
      bytes,
    );
    bytes.set(rest, storedEnd - offset);
    return bytes;
  }

  async truncate(size: number): Promise<void> {
    this.#assertOpen();
    if (size !== 0) throw new AppError('invalid_argument', `"${size}": an ingest can only be truncated to 0`);
    this.#digester.reset();
    this.#buffer.clear();
    this.#offset = 0;
    this.#updatedAt = this.#environment.clock();
    await this.#inOrder(async () => {
      this.#ingest = { ...this.#ingest, body: this.#environment.newId() };
      this.#storedPieces = 0;
      if (this.#isStored) await this.#save(0, []);
    });
  }

  async status(): Promise<IngestStatus> {
    return toStatus({ ...this.#ingest, offset: this.#offset, updatedAt: this.#updatedAt });
  }

  commit(size: number, expected: Digest | '' = '', labels: Labels = {}, references?: References): Promise<void> {
    if (this.#ending !== undefined) return Promise.reject(this.#closedError());
    const commit = this.#commit(size, expected, labels, references).finally(this.#release);
    this.#ending = Promise.allSettled([commit]);
    return commit;
  }

  async close(): Promise<void> {
    this.#ending ??= this.#saveRest().finally(this.#release);
    await this.#ending;
  }

  async #commit(
    size: number,
    expected: Digest | '',
    labels: Labels,
    references: References | undefined,
  ): Promise<void> {
    await this.#settle();
    let digest: Digest;
    try {
      digest = await this.#verify(size, expected);
    } catch (error) {
      await this.#saveRest();
      throw error;
    }
    const now = this.#environment.clock();
    const { ref, body, pieceBytes, owner } = this.#ingest;
    const rest = this.#rest();
    const content: ContentRecord = {
      digest,
      size: this.#offset,
      createdAt: now,
      updatedAt: now,
      labels: withoutEmpty(labels),
      body: this.#storedPieces === 0 ? digest : body,
      pieceBytes,
      marks: marksOf(labels),
      ...(references ? { linked: true } : {}),
    };
    const pieces = this.#storedPieces === 0 || rest.bytes.length > 0 ? [rest] : [];
    const outcome = this.#isStored
      ? await this.#tables.commit(ref, content, pieces, owner, references)
      : await this.#tables.addContent(content, pieces, references);
    if (outcome === 'aborted') throw this.#abortedError();
    if (outcome === 'exists') {
      throw new AppError('already_exists', `content "${digest}" is already stored`, { detail: { digest } });
    }
    this.#environment.onCommitted?.(this.#offset);
  }

  async #verify(size: number, expected: Digest | ''): Promise<Digest> {
    if (size > 0 && size !== this.#offset) {
      throw new AppError('failed_precondition', `"${this.#ingest.ref}" has ${this.#offset} bytes, not ${size}`, {
        detail: { expectedBytes: size, bytes: this.#offset },
      });
    }
    const running = this.#digester.digest();
    if (expected === '') return running;
    const algorithm = digestAlgorithm(parseDigest(expected));
    const digest = algorithm === digestAlgorithm(running) ? running : await this.#digestAs(algorithm);
    if (digest === expected) return digest;
    throw new AppError('failed_precondition', `"${this.#ingest.ref}" hashes to "${digest}", not "${expected}"`, {
      reason: 'digest_mismatch',
      detail: { expected, digest },
    });
  }

  async #digestAs(algorithm: DigestAlgorithm): Promise<Digest> {
    const digester = await hashPieces(this.#tables, this.#ingest, this.#storedPieces, algorithm);
    digester.update(this.#buffer.rest());
    return digester.digest();
  }

  async #saveFull(full: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    const pieces = full.map((bytes, position) => ({ index: this.#storedPieces + position, bytes }));
    const storedPieces = this.#storedPieces + full.length;
    await this.#save(storedPieces * this.#ingest.pieceBytes, pieces);
    this.#storedPieces = storedPieces;
  }

  /** Stores the rest so that the ingest can be resumed. A piece that failed before is not retried. */
  async #saveRest(): Promise<void> {
    await this.#saving;
    if (this.#aborted || this.#failure !== undefined) return;
    const rest = this.#rest();
    await this.#save(this.#offset, rest.bytes.length > 0 ? [rest] : []);
  }

  async #save(offset: number, pieces: readonly NumberedPiece[]): Promise<void> {
    const ingest = { ...this.#ingest, offset, updatedAt: this.#updatedAt };
    const isSaved = await this.#tables.saveIngest(ingest, pieces, this.#isStored ? ingest.owner : undefined);
    if (!isSaved) this.#aborted = true;
    if (isSaved) this.#isStored = true;
  }

  #rest(): NumberedPiece {
    return { index: this.#storedPieces, bytes: this.#buffer.rest() };
  }

  async #inOrder(save: () => Promise<void>): Promise<void> {
    this.#saving = this.#saving
      .then(() => (this.#aborted || this.#failure !== undefined ? undefined : save()))
      .catch((error: unknown) => {
        this.#failure = error;
      });
    await this.#settle();
  }

  async #settle(): Promise<void> {
    await this.#saving;
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#aborted) throw this.#abortedError();
  }

  #assertOpen(): void {
    if (this.#ending !== undefined) throw this.#closedError();
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#aborted) throw this.#abortedError();
  }

  #closedError(): AppError {
    return new AppError('failed_precondition', `writer of "${this.#ingest.ref}" is closed`);
  }

  #abortedError(): AppError {
    return new AppError('aborted', `ingest "${this.#ingest.ref}" was aborted or taken over while it was written`);
  }
}

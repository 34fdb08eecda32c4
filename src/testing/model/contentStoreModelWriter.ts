import { AppError } from '../../errors/index.ts';
import { type Digest, digestAlgorithm } from '../../oci/index.ts';
import {
  type Bytes,
  type ContentStoreModelState,
  checkDigest,
  hash,
  type Labels,
  type ModelIngest,
  withoutEmpty,
} from './contentStoreModelState.ts';

/** The writer of a model's ingest, as `Writer` of content/contract.ts. */
export class ContentStoreModelWriter {
  readonly ref: string;
  readonly #state: ContentStoreModelState;
  /** When it was opened. */
  readonly #wasKept: boolean;
  readonly #release: () => void;
  #mostBytes = 0;
  #isOpen = true;

  constructor(state: ContentStoreModelState, ref: string, wasStored: boolean, release: () => void) {
    this.#state = state;
    this.ref = ref;
    this.#wasKept = wasStored;
    this.#release = release;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const ingest = this.#assertOpen();
    const all = new Uint8Array(ingest.bytes.length + bytes.length);
    all.set(ingest.bytes);
    all.set(bytes, ingest.bytes.length);
    this.#mostBytes = Math.max(this.#mostBytes, all.length);
    this.#state.ingests.set(this.ref, { ...ingest, bytes: all, updatedAt: this.#state.tick() });
  }

  async truncate(size: number): Promise<void> {
    const ingest = this.#assertOpen();
    if (size !== 0) throw new AppError('invalid_argument', 'not 0');
    this.#state.ingests.set(this.ref, { ...ingest, bytes: new Uint8Array(0), updatedAt: this.#state.tick() });
  }

  async digest(): Promise<Digest> {
    return running(this.#assertOpen());
  }

  async commit(size: number, expected: Digest | '' = '', labels: Labels = {}): Promise<void> {
    if (!this.#isOpen) throw new AppError('failed_precondition', 'closed');
    await this.close();
    const ingest = this.#assertThere();
    const { bytes } = ingest;
    if (size > 0 && size !== bytes.length) throw new AppError('failed_precondition', 'size');
    const digest = expected === '' ? await running(ingest) : await hash(digestAlgorithm(checkDigest(expected)), bytes);
    if (expected !== '' && digest !== expected) {
      throw new AppError('failed_precondition', 'digest', { reason: 'digest_mismatch' });
    }
    this.#state.ingests.delete(this.ref);
    if (this.#state.contents.has(digest)) throw new AppError('already_exists', 'stored');
    const now = this.#state.tick();
    this.#state.contents.set(digest, { bytes, labels: withoutEmpty(labels), createdAt: now, updatedAt: now });
  }

  async close(): Promise<void> {
    if (this.#isOpen) this.#release();
    this.#isOpen = false;
  }

  /** Reports whether the ingest of the ref may be missing if the process ends now. Never if one was stored, now or before. */
  mayVanish(pieceBytes: number): boolean {
    return !this.#state.ingests.has(this.ref) || (!this.#wasKept && this.#mostBytes < pieceBytes);
  }

  /**
   * Returns the content of an ingest of `offset` if the process ends now: everything written except less than a piece.
   */
  remainsAt(offset: number, pieceBytes: number): Bytes | undefined {
    const bytes = this.#state.ingests.get(this.ref)?.bytes;
    const isStored = bytes && offset <= bytes.length && bytes.length - offset < pieceBytes;
    return isStored ? bytes.slice(0, offset) : undefined;
  }

  #assertOpen(): ModelIngest {
    if (!this.#isOpen) throw new AppError('failed_precondition', 'closed');
    return this.#assertThere();
  }

  /** Only an abort removes the ingest of a ref that is locked. */
  #assertThere(): ModelIngest {
    const ingest = this.#state.ingests.get(this.ref);
    if (ingest === undefined) throw new AppError('aborted', 'aborted');
    return ingest;
  }
}

function running({ bytes, expected }: ModelIngest): Promise<Digest> {
  return hash(expected ? digestAlgorithm(expected) : 'sha256', bytes);
}

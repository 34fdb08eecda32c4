import type { ContentDescriptor, Info, IngestStatus } from '../../content/index.ts';
import { AppError } from '../../errors/index.ts';
import {
  type Bytes,
  ContentStoreModelState,
  checkDigest,
  type Labels,
  type ModelContent,
  withoutEmpty,
} from './contentStoreModelState.ts';
import { ContentStoreModelWriter } from './contentStoreModelWriter.ts';

/**
 * Models content/contract.ts as simply as possible: three maps, of contents, of ingests, and of the writers that hold a
 * ref. A store is correct if it behaves the same. Shares no code with the stores; links are left out.
 */
export class ContentStoreModel {
  readonly #state = new ContentStoreModelState();
  readonly #holders = new Map<string, ContentStoreModelWriter>();

  async writer(ref: string, { digest, size }: Partial<ContentDescriptor> = {}): Promise<ContentStoreModelWriter> {
    if (ref === '') throw new AppError('invalid_argument', 'empty ref');
    const expected = digest ? checkDigest(digest) : undefined;
    if (this.#holders.has(ref)) throw new AppError('unavailable', 'held');
    if (expected !== undefined && this.#state.contents.has(expected)) throw new AppError('already_exists', 'stored');
    const kept = this.#state.ingests.get(ref);
    const total = Number(size ?? 0);
    if (kept === undefined || (total > 0 && kept.total > 0 && total !== kept.total)) {
      const now = this.#state.tick();
      this.#state.ingests.set(ref, { bytes: new Uint8Array(0), total, expected, startedAt: now, updatedAt: now });
      return this.#hold(ref, false);
    }
    this.#state.ingests.set(ref, { ...kept, total: kept.total || total, expected: expected ?? kept.expected });
    return this.#hold(ref, true);
  }

  async status(ref: string): Promise<IngestStatus> {
    const ingest = this.#state.ingests.get(ref);
    if (ingest === undefined) throw new AppError('not_found', 'no ingest');
    const { bytes, expected, ...known } = ingest;
    return { ref, ...known, offset: bytes.length, ...(expected ? { expected } : {}) };
  }

  async listStatuses(): Promise<readonly IngestStatus[]> {
    return Promise.all([...this.#state.ingests.keys()].sort().map((ref) => this.status(ref)));
  }

  async abort(ref: string): Promise<void> {
    if (!this.#state.ingests.delete(ref)) throw new AppError('not_found', 'no ingest');
  }

  async info(digest: string): Promise<Info> {
    const { bytes, ...known } = this.#content(digest);
    return { digest: checkDigest(digest), size: bytes.length, ...known };
  }

  async update(
    { digest, labels }: { readonly digest: string; readonly labels: Labels },
    ...fieldpaths: string[]
  ): Promise<Info> {
    checkDigest(digest);
    if (!fieldpaths.every((path) => /^labels(\..+)?$/.test(path))) throw new AppError('invalid_argument', 'field path');
    const content = this.#content(digest);
    const replaced = { ...labels };
    const changed: Record<string, string> = { ...content.labels };
    for (const path of fieldpaths) changed[path.slice('labels.'.length)] = labels[path.slice('labels.'.length)] ?? '';
    const isWholesale = fieldpaths.length === 0 || fieldpaths.includes('labels');
    const updatedAt = this.#state.tick();
    this.#state.contents.set(digest, { ...content, labels: withoutEmpty(isWholesale ? replaced : changed), updatedAt });
    return this.info(digest);
  }

  async walk(visit: (info: Info) => void): Promise<void> {
    for (const digest of [...this.#state.contents.keys()].sort()) visit(await this.info(digest));
  }

  async delete(digest: string): Promise<void> {
    this.#content(digest);
    this.#state.contents.delete(digest);
  }

  async readerAt({ digest }: ContentDescriptor) {
    const { bytes } = this.#content(digest);
    const readAt = async (offset: number, length: number): Promise<Uint8Array> => {
      if (offset < 0 || length < 0) throw new AppError('invalid_argument', 'negative');
      return bytes.slice(offset, offset + length);
    };
    return { size: bytes.length, info: await this.info(digest), readAt, close: async () => undefined };
  }

  async close(): Promise<void> {
    for (const writer of this.#holders.values()) await writer.close();
  }

  /** The bytes of a ref's ingest. */
  written(ref: string): Bytes {
    return this.#state.ingests.get(ref)?.bytes ?? new Uint8Array(0);
  }

  /** The digests of all content. */
  stored(): readonly string[] {
    return [...this.#state.contents.keys()].sort();
  }

  /**
   * Ends the process: refs are unlocked. Returns the writers that were open, so that `settle` can state what is left of
   * each.
   */
  endProcess(): readonly ContentStoreModelWriter[] {
    const open = [...this.#holders.values()];
    this.#holders.clear();
    return open;
  }

  /** The rest of an ingest after its process has ended. */
  settle(ref: string, left: Bytes | undefined): void {
    const ingest = this.#state.ingests.get(ref);
    if (left === undefined) this.#state.ingests.delete(ref);
    else if (ingest !== undefined) this.#state.ingests.set(ref, { ...ingest, bytes: left });
  }

  #hold(ref: string, wasStored: boolean): ContentStoreModelWriter {
    const writer = new ContentStoreModelWriter(this.#state, ref, wasStored, () => this.#holders.delete(ref));
    this.#holders.set(ref, writer);
    return writer;
  }

  #content(digest: string): ModelContent {
    const content = this.#state.contents.get(checkDigest(digest));
    if (content === undefined) throw new AppError('not_found', 'no content');
    return content;
  }
}

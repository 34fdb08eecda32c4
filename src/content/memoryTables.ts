import type { Digest } from '../oci/index.ts';
import type { References, RootsRecord } from './contract.ts';
import { corruptLabel } from './corrupt.ts';
import {
  type ContentRecord,
  type ContentTables,
  changedRoots,
  type IngestRecord,
  isCompleteBody,
  type NumberedPiece,
  noRootsRecord,
  type StoredPiece,
} from './tables.ts';

/** Tables that live as long as the object. No call awaits inside, so each is atomic. */
export class MemoryTables implements ContentTables {
  readonly #infos = new Map<Digest, ContentRecord>();
  readonly #ingests = new Map<string, IngestRecord>();
  readonly #bodies = new Map<string, Uint8Array<ArrayBuffer>[]>();
  readonly #references = new Map<Digest, References>();
  readonly #uses = new Map<Digest, Date>();
  #roots: RootsRecord = noRootsRecord;

  async findIngest(ref: string, digest: Digest | undefined) {
    return { stored: digest !== undefined && this.#infos.has(digest), ingest: this.#ingests.get(ref) };
  }

  async saveIngest(ingest: IngestRecord, pieces: readonly NumberedPiece[], heldBy?: string): Promise<boolean> {
    const existing = this.#ingests.get(ingest.ref);
    if (heldBy !== undefined && existing?.owner !== heldBy) return false;
    if (existing !== undefined && existing.body !== ingest.body) this.#bodies.delete(existing.body);
    this.#ingests.set(ingest.ref, ingest);
    this.#putPieces(ingest.body, pieces);
    return true;
  }

  async addContent(
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    references: References | undefined,
  ): Promise<'committed' | 'exists'> {
    if (this.#infos.has(content.digest)) return 'exists';
    this.#infos.set(content.digest, content);
    if (references) this.#references.set(content.digest, references);
    this.#putPieces(content.body, pieces);
    return 'committed';
  }

  async commit(
    ref: string,
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    heldBy: string,
    references: References | undefined,
  ) {
    const existing = this.#ingests.get(ref);
    if (existing?.owner !== heldBy) return 'aborted';
    const exists = this.#infos.has(content.digest);
    this.#ingests.delete(ref);
    if (exists || existing.body !== content.body) this.#bodies.delete(existing.body);
    return this.addContent(content, pieces, references);
  }

  async dropIngest(ref: string): Promise<boolean> {
    const existing = this.#ingests.get(ref);
    if (existing !== undefined) this.#bodies.delete(existing.body);
    return this.#ingests.delete(ref);
  }

  async ingests(): Promise<readonly IngestRecord[]> {
    return [...this.#ingests.values()];
  }

  async info(digest: Digest): Promise<ContentRecord | undefined> {
    return this.#infos.get(digest);
  }

  async infos(mark?: string): Promise<readonly ContentRecord[]> {
    return [...this.#infos.values()]
      .filter(({ marks }) => mark === undefined || marks?.some((each) => each.startsWith(mark)))
      .sort((a, b) => (a.digest < b.digest ? -1 : 1));
  }

  async changeInfo(digest: Digest, change: (record: ContentRecord) => ContentRecord) {
    const record = this.#infos.get(digest);
    if (record === undefined) return undefined;
    const changed = change(record);
    this.#infos.set(digest, changed);
    return changed;
  }

  async link(digest: Digest, references: References): Promise<boolean> {
    const record = this.#infos.get(digest);
    if (record === undefined) return false;
    this.#infos.set(digest, { ...record, linked: true });
    this.#references.set(digest, references);
    return true;
  }

  async references(): Promise<ReadonlyMap<Digest, References>> {
    return new Map(this.#references);
  }

  async parents(digest: Digest, limit: number) {
    const records = (await this.infos())
      .filter((record) => {
        const { children = [], subject } = this.#references.get(record.digest) ?? {};
        return subject === digest || children.includes(digest);
      })
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    return { records: records.slice(0, limit), total: records.length };
  }

  async dropContents(digests: readonly Digest[], rootsRevision = this.#roots.revision) {
    if (rootsRevision !== this.#roots.revision) return 'changed';
    const records = digests.flatMap((digest) => this.#infos.get(digest) ?? []);
    for (const { digest, body } of records) {
      for (const map of [this.#infos, this.#references, this.#uses]) map.delete(digest);
      this.#bodies.delete(body);
    }
    return records;
  }

  async hasBody(digest: Digest): Promise<boolean> {
    return this.#hasBody(this.#infos.get(digest));
  }

  async roots(): Promise<RootsRecord> {
    return this.#roots;
  }

  async changeRoots(change: (current: RootsRecord) => string | undefined, requires: readonly Digest[]) {
    const missing = requires.filter((digest) => {
      const record = this.#infos.get(digest);
      return record?.labels[corruptLabel] !== undefined || !this.#hasBody(record);
    });
    if (missing.length > 0) return { missing };
    this.#roots = changedRoots(this.#roots, change);
    return this.#roots;
  }

  async putUses(uses: ReadonlyMap<Digest, Date>): Promise<void> {
    for (const [digest, usedAt] of uses) if (this.#infos.has(digest)) this.#uses.set(digest, usedAt);
  }

  async uses(): Promise<ReadonlyMap<Digest, Date>> {
    return new Map(this.#uses);
  }

  /** No other code writes here. */
  async faults() {
    return [];
  }

  async dropFaults() {
    return 0;
  }

  async content(digest: Digest) {
    const record = this.#infos.get(digest);
    return record && { record, piece: this.#bodies.get(digest)?.[0] };
  }

  async pieces(body: string, first: number, last: number): Promise<readonly (StoredPiece | undefined)[]> {
    const pieces = this.#bodies.get(body) ?? [];
    return Array.from({ length: last - first + 1 }, (_, position) => pieces[first + position]);
  }

  async close(): Promise<void> {}

  #hasBody(record: ContentRecord | undefined): boolean {
    if (!record) return false;
    const pieces = this.#bodies.get(record.body) ?? [];
    return isCompleteBody(record, pieces.length, pieces.at(-1)?.length ?? 0);
  }

  #putPieces(body: string, pieces: readonly NumberedPiece[]): void {
    const stored = this.#bodies.get(body) ?? [];
    for (const { index, bytes } of pieces) stored[index] = bytes.slice();
    this.#bodies.set(body, stored);
  }
}

import type { Digest } from '../oci/index.ts';
import type { ContentRecord, ContentTables, IngestRecord, NumberedPiece, StoredPiece } from './tables.ts';

/** Tables that live as long as the object. No call awaits inside, so each is atomic. */
export class MemoryTables implements ContentTables {
  readonly #infos = new Map<Digest, ContentRecord>();
  readonly #ingests = new Map<string, IngestRecord>();
  readonly #bodies = new Map<string, Uint8Array<ArrayBuffer>[]>();
  readonly #references = new Map<Digest, ReadonlySet<Digest>>();

  async findIngest(ref: string, digest: Digest | undefined) {
    return { stored: digest !== undefined && this.#infos.has(digest), ingest: this.#ingests.get(ref) };
  }

  async saveIngest(ingest: IngestRecord, pieces: readonly NumberedPiece[], heldBy?: string): Promise<boolean> {
    const kept = this.#ingests.get(ingest.ref);
    if (heldBy !== undefined && kept?.owner !== heldBy) return false;
    if (kept !== undefined && kept.body !== ingest.body) this.#bodies.delete(kept.body);
    this.#ingests.set(ingest.ref, ingest);
    this.#putPieces(ingest.body, pieces);
    return true;
  }

  async addContent(
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    references: readonly Digest[] | undefined,
  ): Promise<'committed' | 'exists'> {
    if (this.#infos.has(content.digest)) return 'exists';
    this.#infos.set(content.digest, content);
    if (references) this.#references.set(content.digest, new Set(references));
    this.#putPieces(content.body, pieces);
    return 'committed';
  }

  async commit(
    ref: string,
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    heldBy: string,
    references: readonly Digest[] | undefined,
  ) {
    const kept = this.#ingests.get(ref);
    if (kept?.owner !== heldBy) return 'gone';
    const exists = this.#infos.has(content.digest);
    this.#ingests.delete(ref);
    if (exists || kept.body !== content.body) this.#bodies.delete(kept.body);
    return this.addContent(content, pieces, references);
  }

  async dropIngest(ref: string): Promise<boolean> {
    const kept = this.#ingests.get(ref);
    if (kept !== undefined) this.#bodies.delete(kept.body);
    return this.#ingests.delete(ref);
  }

  async ingests(): Promise<readonly IngestRecord[]> {
    return [...this.#ingests.values()];
  }

  async info(digest: Digest): Promise<ContentRecord | undefined> {
    return this.#infos.get(digest);
  }

  async infos(): Promise<readonly ContentRecord[]> {
    return [...this.#infos.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1));
  }

  async changeInfo(digest: Digest, change: (record: ContentRecord) => ContentRecord) {
    const record = this.#infos.get(digest);
    if (record === undefined) return undefined;
    const changed = change(record);
    this.#infos.set(digest, changed);
    return changed;
  }

  async link(digest: Digest, references: readonly Digest[]): Promise<boolean> {
    const record = this.#infos.get(digest);
    if (record === undefined) return false;
    this.#infos.set(digest, { ...record, linked: true });
    this.#references.set(digest, new Set(references));
    return true;
  }

  async parents(digest: Digest, limit: number) {
    const records = (await this.infos())
      .filter((record) => this.#references.get(record.digest)?.has(digest))
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    return { records: records.slice(0, limit), total: records.length };
  }

  async dropContent(digest: Digest): Promise<boolean> {
    this.#references.delete(digest);
    const record = this.#infos.get(digest);
    if (record !== undefined) this.#bodies.delete(record.body);
    return this.#infos.delete(digest);
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

  #putPieces(body: string, pieces: readonly NumberedPiece[]): void {
    const stored = this.#bodies.get(body) ?? [];
    for (const { index, bytes } of pieces) stored[index] = bytes.slice();
    this.#bodies.set(body, stored);
  }
}

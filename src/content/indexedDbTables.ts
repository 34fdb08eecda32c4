import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { References, RootsRecord } from './contract.ts';
import { corruptLabel } from './corrupt.ts';
import type { Database, StoreName } from './database.ts';
import {
  addAll,
  decode,
  dropPieces,
  type EncodedPiece,
  edgesKey,
  encode,
  hasBody,
  putEdges,
  putPieces,
  readRoots,
  toReferences,
  type Write,
} from './indexedDbRecords.ts';
import {
  type ContentRecord,
  type ContentTables,
  changedRoots,
  type IngestRecord,
  type NumberedPiece,
  type StoredPiece,
} from './tables.ts';
import { rootsKey } from './upgrades.ts';

/** A value of this size or more may be a file beside the database: Chromium makes one of what is larger than 64 KiB. */
const fileFromBytes = 2 ** 16;

const stores: StoreName[] = ['info', 'bodies', 'ingests', 'edges', 'uses'];

/** Tables in IndexedDB: one transaction a call. Nothing but requests of the transaction is awaited inside one. */
export class IndexedDbTables implements ContentTables {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  findIngest(ref: string, digest: Digest | undefined) {
    return this.#database.transact(['info', 'ingests'], 'readonly', 'default', async (transaction) => {
      const [key, ingest] = await Promise.all([
        digest === undefined ? undefined : transaction.objectStore('info').getKey(digest),
        transaction.objectStore('ingests').get(ref),
      ]);
      return { stored: key !== undefined, ingest };
    });
  }

  saveIngest(ingest: IngestRecord, pieces: readonly NumberedPiece[], heldBy?: string): Promise<boolean> {
    const values = pieces.map(encode);
    return this.#write(stores, values, async (transaction) => {
      const ingests = transaction.objectStore('ingests');
      const kept = await ingests.get(ingest.ref);
      if (heldBy !== undefined && kept?.owner !== heldBy) return false;
      await Promise.all([
        ...(kept !== undefined && kept.body !== ingest.body ? [dropPieces(transaction, kept)] : []),
        ingests.put(ingest),
        ...putPieces(transaction, ingest.body, values),
      ]);
      return true;
    });
  }

  /**
   * The commit is left to the browser, which sends it once all requests have succeeded. Where it is sent before, Firefox
   * (153) keeps all that did not fail, unless what failed is the last request.
   */
  async addContent(
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    references: References | undefined,
  ): Promise<'committed' | 'exists'> {
    const values = pieces.map(encode);
    try {
      await this.#write(references ? ['info', 'bodies', 'edges'] : ['info', 'bodies'], values, (transaction) =>
        Promise.all(addAll(transaction, content, values, references)),
      );
      return 'committed';
    } catch (error) {
      if (hasCode(error, 'already_exists')) return 'exists';
      throw error;
    }
  }

  commit(
    ref: string,
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    heldBy: string,
    references: References | undefined,
  ) {
    const values = pieces.map(encode);
    return this.#write(stores, values, async (transaction) => {
      const ingests = transaction.objectStore('ingests');
      const [kept, key] = await Promise.all([ingests.get(ref), transaction.objectStore('info').getKey(content.digest)]);
      if (kept?.owner !== heldBy) return 'gone';
      const exists = key !== undefined;
      await Promise.all([
        ingests.delete(ref),
        ...(exists || kept.body !== content.body ? [dropPieces(transaction, kept)] : []),
        ...(exists ? [] : addAll(transaction, content, values, references)),
      ]);
      return exists ? 'exists' : 'committed';
    });
  }

  dropIngest(ref: string): Promise<boolean> {
    return this.#write(stores, [], async (transaction) => {
      const ingests = transaction.objectStore('ingests');
      const kept = await ingests.get(ref);
      if (kept === undefined) return false;
      await Promise.all([ingests.delete(ref), dropPieces(transaction, kept)]);
      return true;
    });
  }

  ingests(): Promise<readonly IngestRecord[]> {
    return this.#database.transact(['ingests'], 'readonly', 'default', (transaction) =>
      transaction.objectStore('ingests').getAll(),
    );
  }

  info(digest: Digest): Promise<ContentRecord | undefined> {
    return this.#database.transact(['info'], 'readonly', 'default', (transaction) =>
      transaction.objectStore('info').get(digest),
    );
  }

  infos(mark?: string): Promise<readonly ContentRecord[]> {
    return this.#database.transact(['info'], 'readonly', 'default', async (transaction) => {
      const infos = transaction.objectStore('info');
      if (mark === undefined) return infos.getAll();
      const marked = await infos.index('marks').getAll(IDBKeyRange.bound(mark, `${mark}\uffff`));
      // One with two such marks comes twice.
      const byDigest = new Map(marked.map((record) => [record.digest, record]));
      return [...byDigest.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1));
    });
  }

  changeInfo(digest: Digest, change: (record: ContentRecord) => ContentRecord) {
    return this.#database.transact(['info'], 'readwrite', 'relaxed', async (transaction) => {
      const infos = transaction.objectStore('info');
      const record = await infos.get(digest);
      if (record === undefined) return undefined;
      const changed = change(record);
      await infos.put(changed);
      return changed;
    });
  }

  link(digest: Digest, references: References): Promise<boolean> {
    return this.#write(['info', 'edges'], [], async (transaction) => {
      const infos = transaction.objectStore('info');
      const record = await infos.get(digest);
      if (record === undefined) return false;
      await Promise.all([infos.put({ ...record, linked: true }), putEdges(transaction, record, references)]);
      return true;
    });
  }

  parents(digest: Digest, limit: number) {
    return this.#database.transact(['info', 'edges'], 'readonly', 'default', async (transaction) => {
      const parents = transaction.objectStore('edges').index('children');
      const [keys, total] = await Promise.all([parents.getAllKeys(digest, limit), parents.count(digest)]);
      const records = await Promise.all(keys.map(([, parent]) => transaction.objectStore('info').get(parent)));
      return { records: records.filter((record) => record !== undefined), total };
    });
  }

  references(): Promise<ReadonlyMap<Digest, References>> {
    return this.#database.transact(['edges'], 'readonly', 'default', async (transaction) => {
      const edges = transaction.objectStore('edges');
      const [keys, values] = await Promise.all([edges.getAllKeys(), edges.getAll()]);
      return new Map(keys.map(([, digest], position) => [digest as Digest, toReferences(values[position])]));
    });
  }

  dropContents(digests: readonly Digest[], rootsRevision?: number): Promise<readonly ContentRecord[] | 'changed'> {
    const scope: StoreName[] = rootsRevision === undefined ? stores : [...stores, 'roots'];
    return this.#write(scope, [], async (transaction) => {
      if (rootsRevision !== undefined && (await readRoots(transaction)).revision !== rootsRevision) return 'changed';
      const infos = transaction.objectStore('info');
      const found = await Promise.all(digests.map((digest) => infos.get(digest)));
      const records = found.filter((record) => record !== undefined);
      await Promise.all(
        records.flatMap((record) => [
          infos.delete(record.digest),
          transaction.objectStore('edges').delete(edgesKey(record)),
          transaction.objectStore('uses').delete(record.digest),
          dropPieces(transaction, record),
        ]),
      );
      return records;
    });
  }

  hasBody(digest: Digest): Promise<boolean> {
    return this.#database.transact(['info', 'bodies'], 'readonly', 'default', async (transaction) =>
      hasBody(transaction, await transaction.objectStore('info').get(digest)),
    );
  }

  roots(): Promise<RootsRecord> {
    return this.#database.transact(['roots'], 'readonly', 'default', readRoots);
  }

  /** Strict, which flushes what was committed before too: docs/decisions/keep-offline.md has the measurements. */
  changeRoots(change: (current: RootsRecord) => string | undefined, requires: readonly Digest[]) {
    const scope: StoreName[] = requires.length > 0 ? ['roots', 'info', 'bodies'] : ['roots'];
    return this.#database.transact(scope, 'readwrite', 'strict', async (transaction) => {
      const missing: Digest[] = [];
      for (const digest of requires) {
        const record = await transaction.objectStore('info').get(digest);
        const isSound = record?.labels[corruptLabel] === undefined && (await hasBody(transaction, record));
        if (!isSound) missing.push(digest);
      }
      if (missing.length > 0) return { missing };
      const changed = changedRoots(await readRoots(transaction), change);
      // Written also if it is the same: only a transaction that writes is flushed.
      await transaction.objectStore('roots').put(changed, rootsKey);
      return changed;
    });
  }

  putUses(uses: ReadonlyMap<Digest, Date>): Promise<void> {
    return this.#write(['info', 'uses'], [], async (transaction) => {
      const infos = transaction.objectStore('info');
      const entries = [...uses];
      const keys = await Promise.all(entries.map(([digest]) => infos.getKey(digest)));
      const stored = entries.filter((_, position) => keys[position] !== undefined);
      await Promise.all(stored.map(([digest, at]) => transaction.objectStore('uses').put(at.getTime(), digest)));
    });
  }

  uses(): Promise<ReadonlyMap<Digest, Date>> {
    return this.#database.transact(['uses'], 'readonly', 'default', async (transaction) => {
      const uses = transaction.objectStore('uses');
      const [keys, values] = await Promise.all([uses.getAllKeys(), uses.getAll()]);
      return new Map(keys.map((digest, position) => [digest as Digest, new Date(values[position] ?? 0)]));
    });
  }

  content(digest: Digest) {
    return this.#database.transact(['info', 'bodies'], 'readonly', 'default', async (transaction) => {
      const [record, value] = await Promise.all([
        transaction.objectStore('info').get(digest),
        transaction.objectStore('bodies').get([digest, 0]),
      ]);
      return record && { record, piece: decode(value) };
    });
  }

  pieces(body: string, first: number, last: number): Promise<readonly (StoredPiece | undefined)[]> {
    return this.#database.transact(['bodies'], 'readonly', 'default', async (transaction) => {
      const bodies = transaction.objectStore('bodies');
      const indexes = Array.from({ length: last - first + 1 }, (_, position) => first + position);
      return (await Promise.all(indexes.map((index) => bodies.get([body, index])))).map(decode);
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /**
   * Relaxed where all is in the database: a power cut can then only undo the newest transactions, and what is undone is
   * fetched again. Strict where a piece of larger content is written: its file could be lost after the record that names it is
   * safe, and content that large is not hashed at each read.
   */
  #write<T>(
    stores: StoreName[],
    values: readonly EncodedPiece[],
    work: (transaction: Write) => Promise<T>,
  ): Promise<T> {
    const durability = values.some(({ value }) => value.byteLength >= fileFromBytes) ? 'strict' : 'relaxed';
    return this.#database.transact(stores, 'readwrite', durability, work);
  }
}

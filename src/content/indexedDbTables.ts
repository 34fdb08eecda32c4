import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { RecordFault, References, RootsRecord } from './contract.ts';
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
  readAllEdges,
  readInfo,
  readParents,
  readRoots,
  readUses,
  type Write,
} from './indexedDbRecords.ts';
import { dropRecordFaults, findRecordFaults } from './recordFaults.ts';
import { readInfoRecord, readIngestRecord } from './records.ts';
import {
  type ContentRecord,
  type ContentTables,
  changedRoots,
  type IngestRecord,
  type NumberedPiece,
  type StoredPiece,
} from './tables.ts';
import { rootsKey } from './upgrades.ts';

/** From this size Chromium may store a value in a file beside the database: it does so above 64 KiB. */
const fileFromBytes = 2 ** 16;

const stores: StoreName[] = ['info', 'bodies', 'ingests', 'edges', 'uses'];
const allStores: StoreName[] = [...stores, 'roots'];

/** Tables in IndexedDB, one transaction per call. Only requests of the transaction are awaited inside one. */
export class IndexedDbTables implements ContentTables {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  findIngest(ref: string, digest: Digest | undefined) {
    return this.#database.transact(['info', 'ingests'], 'readonly', 'default', async (transaction) => {
      const [record, ingest] = await Promise.all([
        digest === undefined ? undefined : transaction.objectStore('info').get(digest),
        transaction.objectStore('ingests').get(ref),
      ]);
      return { stored: readInfoRecord(digest, record) !== undefined, ingest: readIngestRecord(ref, ingest) };
    });
  }

  saveIngest(ingest: IngestRecord, pieces: readonly NumberedPiece[], heldBy?: string): Promise<boolean> {
    const values = pieces.map(encode);
    return this.#write(stores, values, async (transaction) => {
      const ingests = transaction.objectStore('ingests');
      const existing = readIngestRecord(ingest.ref, await ingests.get(ingest.ref));
      if (heldBy !== undefined && existing?.owner !== heldBy) return false;
      await Promise.all([
        ...(existing !== undefined && existing.body !== ingest.body ? [dropPieces(transaction, existing)] : []),
        ingests.put(ingest),
        ...putPieces(transaction, ingest.body, values),
      ]);
      return true;
    });
  }

  /**
   * Lets the browser commit once all requests have succeeded. If the commit is requested earlier, Firefox (153) stores all
   * that did not fail, unless the failure is in the last request.
   */
  async addContent(
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    references: References | undefined,
  ): Promise<'committed' | 'exists'> {
    const values = pieces.map(encode);
    const add = () =>
      this.#write(references ? ['info', 'bodies', 'edges'] : ['info', 'bodies'], values, (transaction) =>
        Promise.all(addAll(transaction, content, values, references)),
      );
    try {
      await add();
    } catch (error) {
      if (!hasCode(error, 'already_exists')) throw error;
      if (await this.info(content.digest)) return 'exists';
      // The existing record cannot be read: this one replaces it.
      await this.dropFaults();
      await add();
    }
    return 'committed';
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
      const infos = transaction.objectStore('info');
      const [ingest, found] = await Promise.all([ingests.get(ref), infos.get(content.digest)]);
      const existing = readIngestRecord(ref, ingest);
      if (existing?.owner !== heldBy) return 'aborted';
      const exists = readInfoRecord(content.digest, found) !== undefined;
      await Promise.all([
        ingests.delete(ref),
        ...(found === undefined || exists ? [] : [infos.delete(content.digest)]),
        ...(exists || existing.body !== content.body ? [dropPieces(transaction, existing)] : []),
        ...(exists ? [] : addAll(transaction, content, values, references)),
      ]);
      return exists ? 'exists' : 'committed';
    });
  }

  dropIngest(ref: string): Promise<boolean> {
    return this.#write(stores, [], async (transaction) => {
      const ingests = transaction.objectStore('ingests');
      const existing = await ingests.get(ref);
      if (existing === undefined) return false;
      const read = readIngestRecord(ref, existing);
      await Promise.all([ingests.delete(ref), ...(read ? [dropPieces(transaction, read)] : [])]);
      return true;
    });
  }

  ingests(): Promise<readonly IngestRecord[]> {
    return this.#database.transact(['ingests'], 'readonly', 'default', async (transaction) => {
      const values = await transaction.objectStore('ingests').getAll();
      return values.filter((value) => readIngestRecord(value.ref, value));
    });
  }

  info(digest: Digest): Promise<ContentRecord | undefined> {
    return this.#database.transact(['info'], 'readonly', 'default', (transaction) =>
      readInfo(transaction.objectStore('info'), digest),
    );
  }

  infos(mark?: string): Promise<readonly ContentRecord[]> {
    return this.#database.transact(['info'], 'readonly', 'default', async (transaction) => {
      const infos = transaction.objectStore('info');
      if (mark === undefined) return (await infos.getAll()).filter((value) => readInfoRecord(value.digest, value));
      const marked = await infos.index('marks').getAll(IDBKeyRange.bound(mark, `${mark}\uffff`));
      // A record with two such marks is returned twice.
      const read = marked.filter((value) => readInfoRecord(value.digest, value));
      const byDigest = new Map(read.map((record) => [record.digest, record]));
      return [...byDigest.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1));
    });
  }

  changeInfo(digest: Digest, change: (record: ContentRecord) => ContentRecord) {
    return this.#database.transact(['info'], 'readwrite', 'relaxed', async (transaction) => {
      const infos = transaction.objectStore('info');
      const record = await readInfo(infos, digest);
      if (record === undefined) return undefined;
      const changed = change(record);
      await infos.put(changed);
      return changed;
    });
  }

  link(digest: Digest, references: References): Promise<boolean> {
    return this.#write(['info', 'edges'], [], async (transaction) => {
      const infos = transaction.objectStore('info');
      const record = await readInfo(infos, digest);
      if (record === undefined) return false;
      await Promise.all([infos.put({ ...record, linked: true }), putEdges(transaction, record, references)]);
      return true;
    });
  }

  parents(digest: Digest, limit: number) {
    return this.#database.transact(['info', 'edges'], 'readonly', 'default', (transaction) =>
      readParents(transaction, digest, limit),
    );
  }

  references(): Promise<ReadonlyMap<Digest, References>> {
    return this.#database.transact(['edges'], 'readonly', 'default', readAllEdges);
  }

  dropContents(digests: readonly Digest[], rootsRevision?: number): Promise<readonly ContentRecord[] | 'changed'> {
    const scope: StoreName[] = rootsRevision === undefined ? stores : allStores;
    return this.#write(scope, [], async (transaction) => {
      if (rootsRevision !== undefined && (await readRoots(transaction)).revision !== rootsRevision) return 'changed';
      const infos = transaction.objectStore('info');
      const found = await Promise.all(digests.map((digest) => readInfo(infos, digest)));
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
      hasBody(transaction, await readInfo(transaction.objectStore('info'), digest)),
    );
  }

  roots(): Promise<RootsRecord> {
    return this.#database.transact(['roots'], 'readonly', 'default', readRoots);
  }

  /**
   * Writes with strict durability, which also flushes earlier commits: docs/decisions/keep-offline.md has the measurements.
   */
  changeRoots(change: (current: RootsRecord) => string | undefined, requires: readonly Digest[]) {
    const scope: StoreName[] = requires.length > 0 ? ['roots', 'info', 'bodies'] : ['roots'];
    return this.#database.transact(scope, 'readwrite', 'strict', async (transaction) => {
      const missing: Digest[] = [];
      for (const digest of requires) {
        const record = await readInfo(transaction.objectStore('info'), digest);
        const isIntact = record?.labels[corruptLabel] === undefined && (await hasBody(transaction, record));
        if (!isIntact) missing.push(digest);
      }
      if (missing.length > 0) return { missing };
      const changed = changedRoots(await readRoots(transaction), change);
      // Written even if unchanged: only a transaction that writes is flushed.
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
    return this.#database.transact(['uses'], 'readonly', 'default', readUses);
  }

  faults(): Promise<readonly RecordFault[]> {
    return this.#database.transact(allStores, 'readonly', 'default', findRecordFaults);
  }

  dropFaults(): Promise<number> {
    return this.#write(allStores, [], dropRecordFaults);
  }

  content(digest: Digest) {
    return this.#database.transact(['info', 'bodies'], 'readonly', 'default', async (transaction) => {
      const [record, value] = await Promise.all([
        readInfo(transaction.objectStore('info'), digest),
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
   * Relaxed durability if everything is in the database: a power cut can only undo the newest transactions, and that
   * content is downloaded again. Strict if a piece of larger content is written: its file could be lost after the record
   * that names it is safe, and content that large is not hashed at each read.
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

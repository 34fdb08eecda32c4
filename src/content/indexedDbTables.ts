import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { RecordFault, References } from './contract.ts';
import type { Database, StoreName, Transaction } from './database.ts';
import { dropRecordFaults, findRecordFaults } from './recordFaults.ts';
import { readEdges, readEdgesKey, readInfoRecord, readIngestRecord, readUse } from './records.ts';
import {
  type ContentRecord,
  type ContentTables,
  type IngestRecord,
  type NumberedPiece,
  newPieceBytes,
  type StoredPiece,
} from './tables.ts';

/** From here on a value may be a file beside the database: Chromium makes one of what is larger than 64 KiB. */
const fileFromBytes = newPieceBytes;

const stores: StoreName[] = ['info', 'bodies', 'ingests', 'edges', 'uses'];

type Write = Transaction<'readwrite'>;

/** Tables in IndexedDB: one transaction a call. Nothing but requests of the transaction is awaited inside one. */
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
      const kept = readIngestRecord(ingest.ref, await ingests.get(ingest.ref));
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
    const add = () =>
      this.#write(references ? ['info', 'bodies', 'edges'] : ['info', 'bodies'], values, (transaction) =>
        Promise.all(addAll(transaction, content, values, references)),
      );
    try {
      await add();
    } catch (error) {
      if (!hasCode(error, 'already_exists')) throw error;
      if (await this.info(content.digest)) return 'exists';
      // The record in its place cannot be read: this one replaces it.
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
      const kept = readIngestRecord(ref, ingest);
      if (kept?.owner !== heldBy) return 'gone';
      const exists = readInfoRecord(content.digest, found) !== undefined;
      await Promise.all([
        ingests.delete(ref),
        ...(found === undefined || exists ? [] : [infos.delete(content.digest)]),
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
      const read = readIngestRecord(ref, kept);
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
      // One with two such marks comes twice.
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
    return this.#database.transact(['info', 'edges'], 'readonly', 'default', async (transaction) => {
      const parents = transaction.objectStore('edges').index('children');
      const [keys, total] = await Promise.all([parents.getAllKeys(digest, limit), parents.count(digest)]);
      const infos = transaction.objectStore('info');
      const found = await Promise.all(
        keys.map((key) => {
          const parent = readEdgesKey(key);
          return parent && readInfo(infos, parent.digest);
        }),
      );
      const records = found.filter((record) => record !== undefined);
      return { records, total: total - (found.length - records.length) };
    });
  }

  references(): Promise<ReadonlyMap<Digest, References>> {
    return this.#database.transact(['edges'], 'readonly', 'default', async (transaction) => {
      const edges = transaction.objectStore('edges');
      const [keys, values] = await Promise.all([edges.getAllKeys(), edges.getAll()]);
      return new Map(
        keys.flatMap((key, position) => {
          const [parent, references] = [readEdgesKey(key), readEdges(values[position])];
          return parent && references ? [[parent.digest, references] as const] : [];
        }),
      );
    });
  }

  dropContents(digests: readonly Digest[]): Promise<readonly ContentRecord[]> {
    return this.#write(stores, [], async (transaction) => {
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
      return new Map(
        keys.flatMap((key, position) => {
          const use = readUse(key, values[position]);
          return use ? [use] : [];
        }),
      );
    });
  }

  faults(): Promise<readonly RecordFault[]> {
    return this.#database.transact(stores, 'readonly', 'default', findRecordFaults);
  }

  dropFaults(): Promise<number> {
    return this.#write(stores, [], dropRecordFaults);
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

interface EncodedPiece {
  readonly index: number;
  readonly value: ArrayBuffer;
}

function encode({ index, bytes }: NumberedPiece): EncodedPiece {
  return { index, value: bytes.slice().buffer };
}

/** Releases before kept what is large as Blobs; anything else counts as lost bytes. */
function decode(value: unknown): StoredPiece | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return value instanceof Blob ? value : undefined;
}

async function readInfo(
  infos: { get(digest: Digest): Promise<unknown> },
  digest: Digest,
): Promise<ContentRecord | undefined> {
  return readInfoRecord(digest, await infos.get(digest));
}

function addAll(
  transaction: Write,
  content: ContentRecord,
  values: readonly EncodedPiece[],
  references: References | undefined,
): Promise<unknown>[] {
  return [
    transaction.objectStore('info').add(content),
    ...putPieces(transaction, content.body, values),
    ...(references ? [putEdges(transaction, content, references)] : []),
  ];
}

function putPieces(transaction: Write, body: string, values: readonly EncodedPiece[]): Promise<unknown>[] {
  const bodies = transaction.objectStore('bodies');
  return values.map(({ index, value }) => bodies.put(value, [body, index]));
}

/** All there are of a body: one request, however many. */
function dropPieces(transaction: Write, { body }: { readonly body: string }): Promise<void> {
  return transaction.objectStore('bodies').delete(IDBKeyRange.bound([body, 0], [body, Number.POSITIVE_INFINITY]));
}

function putEdges(transaction: Write, parent: ContentRecord, { children, subject }: References): Promise<unknown> {
  const value = subject === undefined ? { children } : { children: [...children, subject], subject };
  return transaction.objectStore('edges').put(value, edgesKey(parent));
}

function edgesKey({ createdAt, digest }: ContentRecord): [number, string] {
  return [-createdAt.getTime(), digest];
}

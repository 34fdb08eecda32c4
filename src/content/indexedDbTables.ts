import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Database, StoreName, Transaction } from './database.ts';
import {
  type ContentRecord,
  type ContentTables,
  type IngestRecord,
  type NumberedPiece,
  newPieceBytes,
  pieceCount,
  type StoredPiece,
} from './tables.ts';

/** From here on a value may be a file beside the database: Chromium makes one of what is larger than 64 KiB. */
const fileFromBytes = newPieceBytes;

const stores: StoreName[] = ['info', 'bodies', 'ingests', 'edges'];

type Write = Transaction<'readwrite'>;

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
        ...(kept !== undefined && kept.body !== ingest.body
          ? dropPieces(transaction, kept.body, kept.offset, kept)
          : []),
        ingests.put(ingest),
        ...putPieces(transaction, ingest.body, values),
      ]);
      return true;
    });
  }

  /** The commit is sent after the requests, without waiting for their results: of all there is to wait for, one answer. */
  async addContent(
    content: ContentRecord,
    pieces: readonly NumberedPiece[],
    references: readonly Digest[] | undefined,
  ): Promise<'committed' | 'exists'> {
    const values = pieces.map(encode);
    try {
      await this.#write(references ? ['info', 'bodies', 'edges'] : ['info', 'bodies'], values, async (transaction) => {
        const put = addAll(transaction, content, values, references);
        transaction.commit();
        await Promise.all(put);
      });
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
    references: readonly Digest[] | undefined,
  ) {
    const values = pieces.map(encode);
    return this.#write(stores, values, async (transaction) => {
      const ingests = transaction.objectStore('ingests');
      const [kept, key] = await Promise.all([ingests.get(ref), transaction.objectStore('info').getKey(content.digest)]);
      if (kept?.owner !== heldBy) return 'gone';
      const exists = key !== undefined;
      await Promise.all([
        ingests.delete(ref),
        ...(exists || kept.body !== content.body ? dropPieces(transaction, kept.body, kept.offset, kept) : []),
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
      await Promise.all([ingests.delete(ref), ...dropPieces(transaction, kept.body, kept.offset, kept)]);
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

  infos(): Promise<readonly ContentRecord[]> {
    return this.#database.transact(['info'], 'readonly', 'default', (transaction) =>
      transaction.objectStore('info').getAll(),
    );
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

  link(digest: Digest, references: readonly Digest[]): Promise<boolean> {
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

  dropContent(digest: Digest): Promise<boolean> {
    return this.#write(stores, [], async (transaction) => {
      const infos = transaction.objectStore('info');
      const record = await infos.get(digest);
      if (record === undefined) return false;
      await Promise.all([
        infos.delete(digest),
        transaction.objectStore('edges').delete(edgesKey(record)),
        ...dropPieces(transaction, record.body, record.size, record),
      ]);
      return true;
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

interface EncodedPiece {
  readonly index: number;
  readonly value: ArrayBuffer;
}

function encode({ index, bytes }: NumberedPiece): EncodedPiece {
  return { index, value: bytes.slice().buffer };
}

/** Releases before kept what is large as Blobs. */
function decode(value: ArrayBuffer | Blob | undefined): StoredPiece | undefined {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value;
}

function addAll(
  transaction: Write,
  content: ContentRecord,
  values: readonly EncodedPiece[],
  references: readonly Digest[] | undefined,
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

function dropPieces(
  transaction: Write,
  body: string,
  size: number,
  { pieceBytes }: { readonly pieceBytes: number },
): Promise<void>[] {
  const bodies = transaction.objectStore('bodies');
  return Array.from({ length: pieceCount(size, pieceBytes) }, (_, index) => bodies.delete([body, index]));
}

function putEdges(transaction: Write, parent: ContentRecord, children: readonly Digest[]): Promise<unknown> {
  return transaction.objectStore('edges').put({ children }, edgesKey(parent));
}

function edgesKey({ createdAt, digest }: ContentRecord): [number, string] {
  return [-createdAt.getTime(), digest];
}

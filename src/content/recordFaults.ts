import type { RecordFault } from './contract.ts';
import type { StoreName, Transaction } from './database.ts';
import {
  readEdges,
  readEdgesKey,
  readInfoRecord,
  readIngestRecord,
  readPieceKey,
  readRootsRecord,
  readUse,
} from './records.ts';
import { type ContentRecord, pieceCount } from './tables.ts';
import { rootsKey } from './upgrades.ts';

/** A record that cannot be read, with its key as the database has it. */
interface Found {
  readonly table: StoreName;
  readonly key: IDBValidKey;
}

const maxKeyLength = 200;

/** Lists records that no reader accepts, and pieces that belong to no content and no ingest. */
export async function findRecordFaults(transaction: Transaction<'readonly'>): Promise<readonly RecordFault[]> {
  return (await findFaults(transaction)).found.map(({ table, key }) => ({ table, key: formatKey(key) }));
}

/** Removes them. Content that lost its edges is unlinked, so that its next read links it again. */
export async function dropRecordFaults(transaction: Transaction<'readwrite'>): Promise<number> {
  const { found, unlinked } = await findFaults(transaction);
  const infos = transaction.objectStore('info');
  await Promise.all([
    // A key of any kind can be deleted by the key range that holds it alone.
    ...found.map(({ table, key }) => transaction.objectStore(table).delete(IDBKeyRange.only(key))),
    ...unlinked.map(({ linked: _, ...record }) => infos.put(record)),
  ]);
  return found.length;
}

async function findFaults(transaction: Transaction<IDBTransactionMode>) {
  const [infos, ingests, edges, uses, roots] = await Promise.all(
    (['info', 'ingests', 'edges', 'uses', 'roots'] as const).map((table) => readAll(transaction, table)),
  );
  const pieceKeys: IDBValidKey[] = await transaction.objectStore('bodies').getAllKeys();
  const records = (infos ?? []).flatMap(({ key, value }) => readInfoRecord(key, value) ?? []);
  const linkedBy = new Map(records.map((record) => [record.digest as string, record.createdAt.getTime()]));
  const isEdge = ({ key, value }: Entry) => {
    const parent = readEdgesKey(key);
    return parent !== undefined && readEdges(value) !== undefined && linkedBy.get(parent.digest) === parent.createdMs;
  };
  const readIngests = (ingests ?? []).flatMap(({ key, value }) => readIngestRecord(key, value) ?? []);
  const pieces = new Map([
    ...readIngests.map(({ body, offset, pieceBytes }) => [body, pieceCount(offset, pieceBytes)] as const),
    ...records.map(({ body, size, pieceBytes }) => [body, pieceCount(size, pieceBytes)] as const),
  ]);
  const isPiece = (key: IDBValidKey) => {
    const [body = '', index = 0] = readPieceKey(key) ?? [];
    return index < (pieces.get(body) ?? 0);
  };
  const linked = new Set((edges ?? []).filter(isEdge).map(({ key }) => readEdgesKey(key)?.digest));
  const found: Found[] = [
    ...unreadable('info', infos, ({ key, value }) => readInfoRecord(key, value) !== undefined),
    ...unreadable('ingests', ingests, ({ key, value }) => readIngestRecord(key, value) !== undefined),
    ...unreadable('edges', edges, isEdge),
    ...unreadable('uses', uses, ({ key, value }) => readUse(key, value) !== undefined && linkedBy.has(String(key))),
    ...unreadable('roots', roots, ({ key, value }) => key === rootsKey && readRootsRecord(value) !== undefined),
    ...pieceKeys.filter((key) => !isPiece(key)).map((key): Found => ({ table: 'bodies', key })),
  ];
  const unlinked: readonly ContentRecord[] = records.filter((record) => record.linked && !linked.has(record.digest));
  return { found, unlinked };
}

interface Entry {
  readonly key: IDBValidKey;
  readonly value: unknown;
}

async function readAll(transaction: Transaction<IDBTransactionMode>, table: StoreName): Promise<readonly Entry[]> {
  const store = transaction.objectStore(table);
  const [keys, values]: [IDBValidKey[], unknown[]] = await Promise.all([store.getAllKeys(), store.getAll()]);
  return keys.map((key, position) => ({ key, value: values[position] }));
}

function unreadable(table: StoreName, entries: readonly Entry[] = [], isRead: (entry: Entry) => boolean): Found[] {
  return entries.filter((entry) => !isRead(entry)).map(({ key }) => ({ table, key }));
}

function formatKey(key: IDBValidKey): string {
  const text = typeof key === 'string' ? key : (JSON.stringify(key) ?? String(key));
  return text.length > maxKeyLength ? `${text.slice(0, maxKeyLength)}…` : text;
}

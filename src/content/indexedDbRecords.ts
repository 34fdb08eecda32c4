import type { Digest } from '../oci/index.ts';
import type { References, RootsRecord } from './contract.ts';
import type { Transaction } from './database.ts';
import { readEdges, readEdgesKey, readInfoRecord, readRootsRecord, readUse } from './records.ts';
import {
  type ContentRecord,
  isCompleteBody,
  type NumberedPiece,
  noRootsRecord,
  pieceCount,
  type StoredPiece,
} from './tables.ts';
import { rootsKey } from './upgrades.ts';

// Reads and writes records inside a transaction.

export type Write = Transaction<'readwrite'>;
type Read = Transaction<IDBTransactionMode>;

export interface EncodedPiece {
  readonly index: number;
  readonly value: ArrayBuffer;
}

export function encode({ index, bytes }: NumberedPiece): EncodedPiece {
  return { index, value: bytes.slice().buffer };
}

/** Reads a piece. Earlier releases stored large ones as Blobs; anything else counts as lost bytes. */
export function decode(value: unknown): StoredPiece | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return value instanceof Blob ? value : undefined;
}

export async function readInfo(
  infos: { get(digest: Digest): Promise<unknown> },
  digest: Digest,
): Promise<ContentRecord | undefined> {
  return readInfoRecord(digest, await infos.get(digest));
}

export function addAll(
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

export function putPieces(transaction: Write, body: string, values: readonly EncodedPiece[]): Promise<unknown>[] {
  const bodies = transaction.objectStore('bodies');
  return values.map(({ index, value }) => bodies.put(value, [body, index]));
}

/** Deletes all pieces of a body with one request. */
export function dropPieces(transaction: Write, { body }: { readonly body: string }): Promise<void> {
  return transaction.objectStore('bodies').delete(piecesOf(body));
}

function piecesOf(body: string): IDBKeyRange {
  return IDBKeyRange.bound([body, 0], [body, Number.POSITIVE_INFINITY]);
}

export async function readRoots(transaction: Read): Promise<RootsRecord> {
  return readRootsRecord(await transaction.objectStore('roots').get(rootsKey)) ?? noRootsRecord;
}

export async function hasBody(transaction: Read, record: ContentRecord | undefined): Promise<boolean> {
  if (!record) return false;
  const bodies = transaction.objectStore('bodies');
  const last = pieceCount(record.size, record.pieceBytes) - 1;
  const [count, piece] = await Promise.all([bodies.count(piecesOf(record.body)), bodies.get([record.body, last])]);
  const read = decode(piece);
  const lastBytes = read instanceof Blob ? read.size : read?.byteLength;
  return lastBytes !== undefined && isCompleteBody(record, count, lastBytes);
}

export function putEdges(
  transaction: Write,
  parent: ContentRecord,
  { children, subject }: References,
): Promise<unknown> {
  const value = subject === undefined ? { children } : { children: [...children, subject], subject };
  return transaction.objectStore('edges').put(value, edgesKey(parent));
}

export function edgesKey({ createdAt, digest }: ContentRecord): [number, string] {
  return [-createdAt.getTime(), digest];
}

/** Returns the stored parents of a digest, at most `limit`, and the number of all. */
export async function readParents(
  transaction: Read,
  digest: Digest,
  limit: number,
): Promise<{ readonly records: readonly ContentRecord[]; readonly total: number }> {
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
}

/** Returns the references of all content, by digest. */
export async function readAllEdges(transaction: Read): Promise<ReadonlyMap<Digest, References>> {
  const edges = transaction.objectStore('edges');
  const [keys, values] = await Promise.all([edges.getAllKeys(), edges.getAll()]);
  return new Map(
    keys.flatMap((key, position) => {
      const [parent, references] = [readEdgesKey(key), readEdges(values[position])];
      return parent && references ? [[parent.digest, references] as const] : [];
    }),
  );
}

/** Returns the time of the last use of all content that was used, by digest. */
export async function readUses(transaction: Read): Promise<ReadonlyMap<Digest, Date>> {
  const uses = transaction.objectStore('uses');
  const [keys, values] = await Promise.all([uses.getAllKeys(), uses.getAll()]);
  return new Map(
    keys.flatMap((key, position) => {
      const use = readUse(key, values[position]);
      return use ? [use] : [];
    }),
  );
}

import type { DBSchema } from 'idb';
import type { References, RootsRecord } from './contract.ts';
import { marksOf } from './labels.ts';
import { readInfoRecord } from './records.ts';
import type { ContentRecord, IngestRecord } from './tables.ts';

/** Schema of the newest version of the database. */
export interface ContentSchema extends DBSchema {
  /** By digest; never with bytes, so that listing reads none. */
  info: { key: string; value: ContentRecord; indexes: { marks: string } };
  /**
   * By [body, index of the piece]: a buffer; earlier releases stored large ones as a Blob, of which a slice is read without
   * the rest.
   */
  bodies: { key: [string, number]; value: ArrayBuffer | Blob };
  /** By ref. */
  ingests: { key: string; value: IngestRecord };
  /**
   * References of each content, by [minus the time it was created, its digest], so that the parents of a child are listed
   * newest first. One record per parent: one record per edge takes four times as long to write.
   */
  edges: { key: [number, string]; value: EdgesRecord; indexes: { children: string } };
  /** Time of the last use, milliseconds since 1970, by digest. Separate from `info`, which is larger to write. */
  uses: { key: string; value: number };
  /** GC roots: one record, by `rootsKey`. */
  roots: { key: string; value: RootsRecord };
}

/** `children` includes the subject, so that one index finds all that refer to a digest. */
export interface EdgesRecord extends References {}

export const rootsKey = 'roots';

export type Upgrade = (database: IDBDatabase, transaction: IDBTransaction) => void;

/**
 * The schema as a list of steps: step n upgrades version n to n + 1, and a database is upgraded by the steps it has not
 * had. A released step never changes; databases in people's browsers were built by it.
 */
export const upgrades: readonly Upgrade[] = [
  (database) => {
    database.createObjectStore('info', { keyPath: 'digest' });
    database.createObjectStore('bodies');
  },
  (database) => {
    database.createObjectStore('ingests', { keyPath: 'ref' });
  },
  // Content stored before this step has no edges: they are added when it is read again.
  (database) => {
    database.createObjectStore('edges').createIndex('children', 'children', { multiEntry: true });
  },
  (database, transaction) => {
    database.createObjectStore('uses');
    const info = transaction.objectStore('info');
    info.createIndex('marks', 'marks', { multiEntry: true });
    const records = info.openCursor();
    records.addEventListener('success', () => {
      const cursor = records.result;
      if (!cursor) return;
      // An error here would undo the upgrade, and each later one: a record that cannot be read stays as it is.
      const record = readInfoRecord(cursor.key, cursor.value);
      const marks = record && marksOf(record.labels);
      if (marks) cursor.update({ ...record, marks });
      cursor.continue();
    });
  },
  (database) => {
    database.createObjectStore('roots');
  },
];

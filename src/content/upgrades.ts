import type { DBSchema } from 'idb';
import type { References, RootsRecord } from './contract.ts';
import { marksOf } from './labels.ts';
import { readInfoRecord } from './records.ts';
import type { ContentRecord, IngestRecord } from './tables.ts';

/** What the newest version of the database holds. */
export interface ContentSchema extends DBSchema {
  /** By digest; never with bytes, so that listing reads none. */
  info: { key: string; value: ContentRecord; indexes: { marks: string } };
  /** By [body, index of the piece]: a buffer where small, else a Blob, of which a slice is read without the rest. */
  bodies: { key: [string, number]; value: ArrayBuffer | Blob };
  /** By ref. */
  ingests: { key: string; value: IngestRecord };
  /**
   * What each content refers to, by [minus the time it was created, its digest]: those of one child come newest first. One
   * record a parent, whatever it has of children: a record an edge takes four times as long to write.
   */
  edges: { key: [number, string]; value: EdgesRecord; indexes: { children: string } };
  /** When content was last used, milliseconds since 1970, by digest. Apart from `info`, which is larger to write. */
  uses: { key: string; value: number };
  /** What content is stored for: one record, by `rootsKey`. */
  roots: { key: string; value: RootsRecord };
}

/** `children` has the subject too, so that one index finds all that refer to a digest. */
export interface EdgesRecord extends References {}

export const rootsKey = 'roots';

export type Upgrade = (database: IDBDatabase, transaction: IDBTransaction) => void;

/**
 * The schema as a list of steps: step n makes version n + 1 of version n, and a database is upgraded by those that it
 * has not seen. A released step never changes; what is stored in people's browsers has been through it.
 */
export const upgrades: readonly Upgrade[] = [
  (database) => {
    database.createObjectStore('info', { keyPath: 'digest' });
    database.createObjectStore('bodies');
  },
  (database) => {
    database.createObjectStore('ingests', { keyPath: 'ref' });
  },
  // What is stored by now has no edges: they come when it is read again.
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

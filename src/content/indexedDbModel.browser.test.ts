// Not through the room's index, which also exports code that only runs in Node.

import type { StorePlace } from '../testing/model/contentStoreModelProcesses.ts';
import { contentStoreModelSuite } from '../testing/model/contentStoreModelSuite.ts';
import { createTickingClock, pieceBytes } from '../testing/suites/contentStoreFixtures.ts';
import { openIndexedDbStore } from './index.ts';
import type { LockManagerLike } from './refLocks.ts';

const clock = createTickingClock();

// Fewer in Firefox: each run opens its own database, and the suite runs there as well.
const runs = navigator.userAgent.includes('Firefox') ? 250 : 1000;

contentStoreModelSuite('the IndexedDB store', createPlace, { runs, timeoutMs: 300_000 });

/** A database, and processes whose locks no other process waits for, as those of a closed tab. */
function createPlace(): StorePlace {
  const name = `content-model-${crypto.randomUUID()}`;
  let process = 0;
  const locksOf = (number: number): LockManagerLike => ({
    request: (lock, options, callback) => navigator.locks.request(`${number}/${lock}`, options, callback),
  });
  return {
    pieceBytes,
    open: () => openIndexedDbStore({ name, clock, locks: locksOf(process) }),
    endProcess: () => {
      process++;
    },
    countRecords: () => countRecords(name),
  };
}

async function countRecords(name: string): Promise<number> {
  const database = await settle(indexedDB.open(name));
  const stores = [...database.objectStoreNames];
  const transaction = database.transaction(stores);
  const counts = await Promise.all(stores.map((store) => settle(transaction.objectStore(store).count())));
  database.close();
  return counts.reduce((sum, count) => sum + count, 0);
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

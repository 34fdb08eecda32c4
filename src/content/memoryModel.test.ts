import { contentStoreModelSuite, createTickingClock, pieceBytes } from '../testing/index.ts';
import { createMemoryStore } from './index.ts';
import { MemoryTables } from './memoryTables.ts';
import { createProcessLocks } from './refLocks.ts';
import { environment } from './storeGlobals.ts';
import { TableStore } from './tableStore.ts';

const clock = createTickingClock();

contentStoreModelSuite(
  'the memory store',
  () => {
    const store = createMemoryStore({ clock });
    return { pieceBytes, open: () => store };
  },
  { runs: 1000, timeoutMs: 300_000 },
);

contentStoreModelSuite(
  'the memory store, in pieces of 8 bytes,',
  () => {
    const tables = new MemoryTables();
    let locks = createProcessLocks();
    return {
      pieceBytes: 8,
      open: () => new TableStore(tables, locks, { clock, newId: environment.newId, pieceBytes: 8 }),
      endProcess: () => {
        locks = createProcessLocks();
      },
    };
  },
  { runs: 1000, timeoutMs: 300_000 },
);

import { afterAll, afterEach, describe, expect, it } from 'vitest';
// Not through the room's index, which also exports what runs in Node alone.
import {
  expectBytes,
  expectCode,
  makeBytes,
  pieceBytes,
  readAll,
  sha256,
  storeBytes,
} from '../testing/contentStoreFixtures.ts';
import { contentStoreSuite } from '../testing/contentStoreSuite.ts';
import { Database } from './database.ts';
import { type IndexedDbStoreOptions, openIndexedDbStore, readVerified } from './index.ts';
import { upgrades } from './upgrades.ts';

type OpenedStore = Awaited<ReturnType<typeof openIndexedDbStore>>;

const names: string[] = [];
const opened: OpenedStore[] = [];

function newName(): string {
  const name = `content-test-${crypto.randomUUID()}`;
  names.push(name);
  return name;
}

async function open(name: string, options: Omit<IndexedDbStoreOptions, 'name'> = {}): Promise<OpenedStore> {
  const store = await openIndexedDbStore({ name, ...options });
  opened.push(store);
  return store;
}

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

afterAll(async () => {
  for (const name of names.splice(0)) await settle(indexedDB.deleteDatabase(name));
});

contentStoreSuite('the IndexedDB store', (options) => openIndexedDbStore({ name: newName(), ...options }));
contentStoreSuite('the IndexedDB store without Web Locks', (options) =>
  openIndexedDbStore({ name: newName(), locks: undefined, ...options }),
);

describe.each([
  { kind: 'with Web Locks', options: {} },
  { kind: 'without Web Locks', options: { locks: undefined } },
])('two connections to one database $kind', ({ options }) => {
  it('hold a ref for each other, and no ref of another database', async () => {
    const name = newName();
    const [first, second, other] = [
      await open(name, options),
      await open(name, options),
      await open(newName(), options),
    ];
    const writer = await first.writer('ref');
    await expectCode(second.writer('ref'), 'unavailable');
    await (await other.writer('ref')).close();
    await writer.close();
    await (await second.writer('ref')).close();
  });

  it('free a ref when the store that holds it is closed, and keep its ingest', async () => {
    const name = newName();
    const [first, second] = [await open(name, options), await open(name, options)];
    await (await first.writer('ref')).write(makeBytes(10));
    await first.close();
    const writer = await second.writer('ref');
    expect(await writer.status()).toMatchObject({ offset: 10 });
    await writer.close();
  });

  it('let exactly one of two concurrent commits of a digest succeed', async () => {
    const name = newName();
    const stores = [await open(name, options), await open(name, options)];
    for (const size of [100, 2 ** 20 + 1]) {
      const bytes = makeBytes(size);
      const digest = await sha256(bytes);
      const writers = await Promise.all(stores.map((store, index) => store.writer(`ref-${index}`, { digest })));
      await Promise.all(writers.map((writer) => writer.write(bytes)));
      const outcomes = await Promise.allSettled(writers.map((writer) => writer.commit(size, digest)));
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost).toHaveLength(1);
      expect(lost[0]?.reason).toMatchObject({ code: 'already_exists' });
      for (const store of stores) expectBytes(await readAll(store, digest), bytes);
    }
    expect(await count(name, 'ingests')).toBe(0);
    expect(await count(name, 'bodies')).toBe(3);
  });

  it('see what the other commits, and the ingests it has kept', async () => {
    const name = newName();
    const [first, second] = [await open(name, options), await open(name, options)];
    const digest = await storeBytes(first, makeBytes(100));
    expect(await second.info(digest)).toMatchObject({ size: 100 });
    const writer = await first.writer('ref');
    await writer.write(makeBytes(2 ** 20 + 5));
    expect(await second.status('ref')).toMatchObject({ offset: 2 ** 20 });
    await second.abort('ref');
    await expectCode(writer.commit(0), 'aborted');
    expect(await count(name, 'bodies')).toBe(1);
  });
});

describe('a writer that another process took the ref from, where nothing locks across tabs', () => {
  it.each([100, 2 ** 20 + 5])('commits nothing once %i bytes kept of it are gone on with elsewhere', async (size) => {
    const name = newName();
    const locks = { request: grant };
    const [first, second] = [await open(name, { locks }), await open(name, { locks })];
    const bytes = makeBytes(2 ** 20 + 5);
    const kept = await first.writer('ref');
    await kept.write(bytes.subarray(0, size));
    await kept.close();
    const stale = await first.writer('ref');
    const owner = await second.writer('ref');
    await owner.write(bytes.subarray(size));
    const writeAndCommit = async () => {
      await stale.write(bytes.subarray(size));
      await stale.commit(0);
    };
    await expectCode(writeAndCommit(), 'aborted');
    await owner.commit(bytes.length, await sha256(bytes));
    expectBytes(await readAll(second, await sha256(bytes)), bytes);
  });
});

describe('the database', () => {
  it('shows all that was stored when it is opened again', async () => {
    const name = newName();
    const first = await open(name);
    const small = await storeBytes(first, makeBytes(100), { kind: 'small' });
    const large = await storeBytes(first, makeBytes(3 * 2 ** 20), { kind: 'large' });
    await first.close();
    await expectCode(first.info(small), 'failed_precondition');
    const second = await open(name);
    expect((await second.info(small)).labels).toEqual({ kind: 'small' });
    expectBytes(await readAll(second, small), makeBytes(100));
    expectBytes(await readAll(second, large), makeBytes(3 * 2 ** 20));
  });

  it('holds only an ingest of what was written before a crash, and no body once that is aborted', async () => {
    const name = newName();
    const crashed = await open(name, { locks: undefined });
    const bytes = makeBytes(2 ** 20 + 5);
    await (await crashed.writer('ref', { size: 3_000_000n })).write(bytes);
    const next = await open(name);
    await expectCode(next.info(await sha256(bytes)), 'not_found');
    expect(await next.listStatuses()).toMatchObject([{ ref: 'ref', offset: 2 ** 20, total: 3_000_000 }]);
    const writer = await next.writer('ref');
    expect(writer.digest()).toBe(await sha256(bytes.subarray(0, 2 ** 20)));
    await writer.close();
    await next.abort('ref');
    expect(await count(name, 'bodies')).toBe(0);
  });

  it('has forgotten what was truncated before a crash', async () => {
    const name = newName();
    const crashed = await open(name, { locks: undefined });
    const kept = await crashed.writer('ref', { size: 3_000_000n });
    await kept.write(makeBytes(pieceBytes + 5));
    await kept.close();
    const writer = await crashed.writer('ref');
    await writer.truncate(0);
    await writer.write(makeBytes(5, 2));
    const next = await open(name);
    expect(await next.listStatuses()).toMatchObject([{ ref: 'ref', offset: 0, total: 3_000_000 }]);
    expect(await count(name, 'bodies')).toBe(0);
  });

  it('leaves no body behind a truncation, an abort, a commit or a delete', async () => {
    const name = newName();
    const store = await open(name);
    const bytes = makeBytes(2 ** 20 + 5);
    const writer = await store.writer('ref');
    await writer.write(bytes);
    await writer.truncate(0);
    await writer.write(bytes.subarray(0, 10));
    await writer.close();
    const digest = await storeBytes(store, bytes);
    expect(await count(name, 'bodies')).toBe(3);
    const resumed = await store.writer('ref');
    await resumed.commit(10);
    expect(await count(name, 'bodies')).toBe(3);
    await store.delete(digest);
    expect(await count(name, 'bodies')).toBe(1);
  });

  it('leaves no edges behind a delete, nor behind a commit that comes too late', async () => {
    const name = newName();
    const store = await open(name);
    const digest = await storeBytes(store, makeBytes(100));
    const late = await store.writer('late');
    await late.write(makeBytes(100));
    await expectCode(late.commit(0, '', {}, [digest]), 'already_exists');
    expect(await count(name, 'edges')).toBe(0);
    await store.link(digest, [digest]);
    await store.link(digest, [await sha256(makeBytes(1))]);
    expect(await count(name, 'edges')).toBe(1);
    await store.delete(digest);
    expect(await count(name, 'edges')).toBe(0);
  });

  it('starts an ingest from nothing where a piece of it is missing', async () => {
    const name = newName();
    const store = await open(name);
    const writer = await store.writer('ref');
    await writer.write(makeBytes(2 ** 20 + 5));
    await writer.close();
    await change(name, 'bodies', (bodies) => bodies.clear());
    const next = await store.writer('ref');
    expect(await next.status()).toMatchObject({ offset: 0 });
    expect(next.digest()).toBe(await sha256(new Uint8Array(0)));
    await next.close();
  });

  it.each([
    ['as a buffer', 100],
    ['as a Blob', 300_000],
    ['in pieces', 2 ** 20 + 5],
  ])('is not believed where content kept %s was changed or lost', async (_, size) => {
    const name = newName();
    const store = await open(name);
    const digest = await storeBytes(store, makeBytes(size));
    const wrong = makeBytes(Math.min(size, 2 ** 20), 2);
    const body = await firstBodyKey(name);
    await change(name, 'bodies', (bodies) => bodies.put(size < 1000 ? wrong.buffer : new Blob([wrong]), body));
    await expect(readVerified(store, digest, { limitBytes: size })).rejects.toMatchObject({
      code: 'data_loss',
      reason: 'corrupt',
    });
    await change(name, 'bodies', (bodies) => bodies.clear());
    await expect(readVerified(store, digest, { limitBytes: size })).rejects.toMatchObject({
      code: 'data_loss',
      reason: 'corrupt',
    });
  });

  it('reads small content in one transaction, and writes it in two', async () => {
    const counted = countTransactions();
    const store = await open(newName(), { indexedDB: counted.factory });
    const bytes = makeBytes(1000);
    const digest = await sha256(bytes);
    const writer = await store.writer('ref', { digest, size: 1000n });
    await writer.write(bytes);
    await writer.commit(1000, digest);
    expect(counted.modes.splice(0)).toEqual(['readonly', 'readwrite']);
    expect(counted.stores.at(-1)).toEqual(['info', 'bodies']);
    expectBytes(await readVerified(store, digest, { limitBytes: 1000 }), bytes);
    expect(counted.modes.splice(0)).toEqual(['readonly']);
    expect(counted.stores.at(-1)).toEqual(['info', 'bodies']);
    await store.walk(() => undefined);
    expect(counted.stores.at(-1)).toEqual(['info']);
  });

  it('writes what small content refers to in the transaction of its commit, and looks it up in one', async () => {
    const counted = countTransactions();
    const store = await open(newName(), { indexedDB: counted.factory });
    const writer = await store.writer('ref');
    await writer.write(makeBytes(1000));
    const child = await sha256(makeBytes(1));
    await writer.commit(0, '', {}, [child]);
    expect(counted.modes.splice(0)).toEqual(['readonly', 'readwrite']);
    expect(counted.stores.at(-1)).toEqual(['info', 'bodies', 'edges']);
    expect(await store.referredBy(child, 10)).toMatchObject({ total: 1 });
    expect(counted.modes).toEqual(['readonly']);
    expect(counted.stores.at(-1)).toEqual(['info', 'edges']);
  });
});

describe('an upgrade', () => {
  it('keeps what version 1 holds, and gives it ingests', async () => {
    const name = newName();
    const bytes = makeBytes(100);
    const digest = await sha256(bytes);
    const old = new Database({ factory: indexedDB, name, upgrades: upgrades.slice(0, 1) });
    const now = new Date(0);
    const record = {
      digest,
      size: 100,
      createdAt: now,
      updatedAt: now,
      labels: { a: 'b' },
      body: digest,
      pieceBytes: 1e6,
    };
    await old.transact(['info', 'bodies'], 'readwrite', 'default', async (transaction) => {
      await transaction.objectStore('info').put(record);
      await transaction.objectStore('bodies').put(bytes.buffer, [digest, 0]);
    });
    await old.close();

    const store = await open(name);
    expect(await store.info(digest)).toEqual({ digest, size: 100, createdAt: now, updatedAt: now, labels: { a: 'b' } });
    expectBytes(await readVerified(store, digest, { limitBytes: 100 }), bytes);
    const writer = await store.writer('ref');
    await writer.close();
    expect(await store.listStatuses()).toHaveLength(1);
  });

  it('keeps what version 2 holds, which has no edges until they are given', async () => {
    const name = newName();
    const [bytes, child] = [makeBytes(100), await sha256(makeBytes(1))];
    const digest = await sha256(bytes);
    const old = new Database({ factory: indexedDB, name, upgrades: upgrades.slice(0, 2) });
    const now = new Date(5);
    const record = { digest, size: 100, createdAt: now, updatedAt: now, labels: {}, body: digest, pieceBytes: 1e6 };
    const ingest = { ref: 'ref', offset: 0, total: 7, startedAt: now, updatedAt: now };
    await old.transact(['info', 'bodies', 'ingests'], 'readwrite', 'default', async (transaction) => {
      await transaction.objectStore('info').put(record);
      await transaction.objectStore('bodies').put(bytes.buffer, [digest, 0]);
      await transaction.objectStore('ingests').put({ ...ingest, body: 'body', pieceBytes: 1e6, owner: 'owner' });
    });
    await old.close();

    const store = await open(name);
    const before = { digest, size: 100, createdAt: now, updatedAt: now, labels: {} };
    expect(await store.info(digest)).toEqual(before);
    expectBytes(await readVerified(store, digest, { limitBytes: 100 }), bytes);
    expect(await store.listStatuses()).toEqual([ingest]);
    expect(await store.referredBy(child, 10)).toEqual({ infos: [], total: 0 });
    await store.link(digest, [child]);
    expect(await store.referredBy(child, 10)).toEqual({ infos: [{ ...before, linked: true }], total: 1 });
    await store.delete(digest);
    expect(await store.referredBy(child, 10)).toEqual({ infos: [], total: 0 });
  });

  it('is waited for while an older connection is open, and told of', async () => {
    const name = newName();
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      if (request.transaction) upgrades[0]?.(request.result, request.transaction);
    };
    const old = await settle(request);
    let blocked = 0;
    const opening = open(name, {
      onBlocked: () => {
        blocked++;
        old.close();
      },
    });
    expect(await (await opening).listStatuses()).toEqual([]);
    expect(blocked).toBe(1);
  });

  it('by a newer release is made way for, and the database refused from then on', async () => {
    const name = newName();
    let changes = 0;
    const store = await open(name, { onVersionChange: () => changes++ });
    const newer = await settle(indexedDB.open(name, upgrades.length + 1));
    expect(changes).toBe(1);
    await expectCode(store.listStatuses(), 'failed_precondition');
    newer.close();
  });

  it('that deletes the database is made way for, and the store starts anew', async () => {
    const name = newName();
    const store = await open(name);
    const digest = await storeBytes(store, makeBytes(100));
    await settle(indexedDB.deleteDatabase(name));
    await expectCode(store.info(digest), 'not_found');
    await storeBytes(store, makeBytes(100));
  });

  it('of which a step fails changes nothing', async () => {
    const name = newName();
    const failing = new Database({
      factory: indexedDB,
      name,
      upgrades: [
        ...upgrades,
        () => {
          throw new Error('last step');
        },
      ],
    });
    await expect(failing.open()).rejects.toMatchObject({ code: 'internal', cause: new Error('last step') });
    const store = await open(name);
    await storeBytes(store, makeBytes(100));
  });
});

describe('a connection that the browser ends', () => {
  it('is opened again by the next call', async () => {
    const connections: IDBDatabase[] = [];
    let ended = 0;
    const store = await open(newName(), {
      indexedDB: tapFactory((connection) => connections.push(connection)),
      onTerminated: () => ended++,
    });
    const digest = await storeBytes(store, makeBytes(100));
    connections[0]?.close();
    connections[0]?.dispatchEvent(new Event('close'));
    expect(ended).toBe(1);
    expectBytes(await readAll(store, digest), makeBytes(100));
    // Closed without a word, as while an upgrade waits.
    connections[1]?.close();
    expectBytes(await readAll(store, digest), makeBytes(100));
    expect(connections).toHaveLength(3);
  });
});

describe('a full disk', () => {
  it('fails the commit with resource_exhausted, reason quota, and stores nothing', async () => {
    const name = newName();
    const full = { now: false };
    const store = await open(name, { indexedDB: fillingFactory(full) });
    const bytes = makeBytes(100);
    const writer = await store.writer('ref');
    await writer.write(bytes);
    full.now = true;
    await expect(writer.commit(100, '', {}, [await sha256(makeBytes(1))])).rejects.toMatchObject({
      code: 'resource_exhausted',
      reason: 'quota',
    });
    full.now = false;
    await expectCode(store.info(await sha256(bytes)), 'not_found');
    expect(await store.listStatuses()).toEqual([]);
    for (const stored of ['info', 'bodies', 'ingests', 'edges']) expect(await count(name, stored)).toBe(0);
    await storeBytes(store, bytes);
  });

  it('fails the write that needs it; what was kept before can be gone on with', async () => {
    const full = { now: false };
    const store = await open(newName(), { indexedDB: fillingFactory(full) });
    const bytes = makeBytes(2 ** 21 + 5);
    const writer = await store.writer('ref');
    await writer.write(bytes.subarray(0, 2 ** 20));
    full.now = true;
    await expect(writer.write(bytes.subarray(2 ** 20))).rejects.toMatchObject({ reason: 'quota' });
    await expect(writer.write(bytes.subarray(0, 1))).rejects.toMatchObject({ reason: 'quota' });
    await writer.close();
    full.now = false;
    const next = await store.writer('ref');
    expect(await next.status()).toMatchObject({ offset: 2 ** 20 });
    await next.write(bytes.subarray(2 ** 20));
    await next.commit(bytes.length, await sha256(bytes));
  });

  it('does not keep a closed writer from freeing its ref', async () => {
    const full = { now: false };
    const store = await open(newName(), { indexedDB: fillingFactory(full) });
    const writer = await store.writer('ref');
    await writer.write(makeBytes(10));
    full.now = true;
    await expect(writer.close()).rejects.toMatchObject({ reason: 'quota' });
    full.now = false;
    await (await store.writer('ref')).close();
  });
});

/** As a lock manager of a process that no other hears of. */
async function grant(_name: string, _options: object, callback: (lock: object | null) => Promise<void>): Promise<void> {
  await callback({});
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Behind the store's back. */
async function change<T>(name: string, store: string, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await settle(indexedDB.open(name));
  try {
    return await settle(work(database.transaction(store, 'readwrite').objectStore(store)));
  } finally {
    database.close();
  }
}

function count(name: string, store: string): Promise<number> {
  return change(name, store, (objects) => objects.count());
}

async function firstBodyKey(name: string): Promise<IDBValidKey> {
  const [key] = await change(name, 'bodies', (bodies) => bodies.getAllKeys());
  if (key === undefined) throw new Error('the database has no bodies');
  return key;
}

/** The real factory, which shows each connection before anyone uses it. */
function tapFactory(tap: (connection: IDBDatabase) => void): IDBFactory {
  return new Proxy(indexedDB, {
    get: (factory, property) => {
      if (property !== 'open') return Reflect.get(factory, property);
      return (name: string, version?: number) => {
        const request = factory.open(name, version);
        request.addEventListener('success', () => tap(request.result));
        return request;
      };
    },
  });
}

function countTransactions() {
  const modes: string[] = [];
  const stores: string[][] = [];
  const factory = tapFactory((connection) => {
    const begin = connection.transaction.bind(connection);
    connection.transaction = (names, mode = 'readonly', options) => {
      modes.push(mode);
      stores.push([...names]);
      return begin(names, mode, options);
    };
  });
  return { factory, modes, stores };
}

/** While `full.now`, a put ends its transaction as browsers do when the quota is used up. */
function fillingFactory(full: { now: boolean }): IDBFactory {
  return tapFactory((connection) => {
    const begin = connection.transaction.bind(connection);
    connection.transaction = (names, mode, options) => {
      const transaction = begin(names, mode, options);
      if (mode === 'readwrite' && full.now) failPuts(transaction);
      return transaction;
    };
  });
}

function failPuts(transaction: IDBTransaction): void {
  const objectStore = transaction.objectStore.bind(transaction);
  transaction.objectStore = (name) => {
    const store = objectStore(name);
    const put = store.put.bind(store);
    store.put = (value, key) => {
      const request = put(value, key);
      request.addEventListener('success', () => {
        if (transaction.error) return;
        Object.defineProperty(transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
        transaction.abort();
      });
      return request;
    };
    return store;
  };
}

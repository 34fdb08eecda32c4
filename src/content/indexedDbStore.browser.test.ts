import { afterAll, afterEach, describe, expect, it } from 'vitest';
// Not through the room's index, which also exports code that only runs in Node.
import {
  expectBytes,
  expectCode,
  labelled,
  makeBytes,
  pieceBytes,
  readAll,
  sha256,
  storeBytes,
} from '../testing/suites/contentStoreFixtures.ts';
import { contentStoreSuite } from '../testing/suites/contentStoreSuite.ts';
import { Database } from './database.ts';
import { type IndexedDbStoreOptions, openIndexedDbStore, readVerified } from './index.ts';
import { newPieceBytes } from './tables.ts';
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
  it('lock a ref for each other, but not for another database', async () => {
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

  it('unlock a ref and keep its ingest when the store that holds it is closed', async () => {
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
    for (const size of [100, newPieceBytes + 1]) {
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

  it('see content that the other commits, and its ingests', async () => {
    const name = newName();
    const [first, second] = [await open(name, options), await open(name, options)];
    const digest = await storeBytes(first, makeBytes(100));
    expect(await second.info(digest)).toMatchObject({ size: 100 });
    const writer = await first.writer('ref');
    await writer.write(makeBytes(newPieceBytes + 5));
    expect(await second.status('ref')).toMatchObject({ offset: newPieceBytes });
    await second.abort('ref');
    await expectCode(writer.commit(0), 'aborted');
    expect(await count(name, 'bodies')).toBe(1);
  });
});

describe('a writer whose ref another process took over, without locks across tabs', () => {
  it.each([100, newPieceBytes + 5])(
    'commits nothing once its ingest of %i bytes was resumed elsewhere',
    async (size) => {
      const name = newName();
      const locks = { request: grant };
      const [first, second] = [await open(name, { locks }), await open(name, { locks })];
      const bytes = makeBytes(newPieceBytes + 5);
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
    },
  );
});

describe('the database', () => {
  it('has all stored content when it is opened again', async () => {
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

  it('has only an ingest of what was written before a crash, and no body once that is aborted', async () => {
    const name = newName();
    const crashed = await open(name, { locks: undefined });
    const bytes = makeBytes(newPieceBytes + 5);
    await (await crashed.writer('ref', { size: 3_000_000n })).write(bytes);
    const next = await open(name);
    await expectCode(next.info(await sha256(bytes)), 'not_found');
    expect(await next.listStatuses()).toMatchObject([{ ref: 'ref', offset: newPieceBytes, total: 3_000_000 }]);
    const writer = await next.writer('ref');
    expect(writer.digest()).toBe(await sha256(bytes.subarray(0, newPieceBytes)));
    await writer.close();
    await next.abort('ref');
    expect(await count(name, 'bodies')).toBe(0);
  });

  it('does not restore what was truncated before a crash', async () => {
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

  it('leaves no body after a truncation, an abort, a commit or a delete', async () => {
    const name = newName();
    const store = await open(name);
    const bytes = makeBytes(newPieceBytes + 5);
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

  it('leaves no records of collected content', async () => {
    const name = newName();
    const store = await open(name);
    const digests = [await storeBytes(store, makeBytes(2 ** 20 + 5)), await storeBytes(store, makeBytes(100))];
    for (const digest of digests) await store.link(digest, { children: digests });
    await store.touch(new Map(digests.map((digest) => [digest, new Date()])));
    await store.collect(digests);
    for (const stored of ['info', 'bodies', 'edges', 'uses'])
      expect([stored, await count(name, stored)]).toEqual([stored, 0]);
  });

  it.each([
    ['connection', {}],
    ['worker, which does not share its ref locks', { locks: undefined, readLocks: navigator.locks }],
  ])('does not collect content that is read through another %s', async (_, options) => {
    const name = newName();
    const [first, second] = [await open(name), await open(name, options)];
    const digest = await storeBytes(first, makeBytes(2 ** 20 + 5));
    const reader = await second.readerAt({ digest });
    expect(await first.collect([digest])).toEqual([]);
    expectBytes(await reader.readAt(2 ** 20, 10), makeBytes(2 ** 20 + 5).subarray(2 ** 20));
    await reader.close();
    expect(await first.collect([digest])).toMatchObject([{ digest }]);
  });

  it('leaves no edges after a delete or a commit that comes too late', async () => {
    const name = newName();
    const store = await open(name);
    const digest = await storeBytes(store, makeBytes(100));
    const late = await store.writer('late');
    await late.write(makeBytes(100));
    await expectCode(late.commit(0, '', {}, { children: [digest] }), 'already_exists');
    expect(await count(name, 'edges')).toBe(0);
    await store.link(digest, { children: [digest] });
    await store.link(digest, { children: [await sha256(makeBytes(1))] });
    expect(await count(name, 'edges')).toBe(1);
    await store.delete(digest);
    expect(await count(name, 'edges')).toBe(0);
  });

  it('restarts an ingest if a piece of it is missing', async () => {
    const name = newName();
    const store = await open(name);
    const writer = await store.writer('ref');
    await writer.write(makeBytes(newPieceBytes + 5));
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
    ['in pieces', newPieceBytes + 5],
  ])('reports content stored %s as corrupt if it was changed or lost', async (_, size) => {
    const name = newName();
    const store = await open(name);
    const digest = await storeBytes(store, makeBytes(size));
    const wrong = makeBytes(Math.min(size, newPieceBytes), 2);
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

  it('writes the links of small content in the transaction of its commit, and looks them up in one', async () => {
    const counted = countTransactions();
    const store = await open(newName(), { indexedDB: counted.factory });
    const writer = await store.writer('ref');
    await writer.write(makeBytes(1000));
    const child = await sha256(makeBytes(1));
    await writer.commit(0, '', {}, { children: [child] });
    expect(counted.modes.splice(0)).toEqual(['readonly', 'readwrite']);
    expect(counted.stores.at(-1)).toEqual(['info', 'bodies', 'edges']);
    expect(await store.referredBy(child, 10)).toMatchObject({ total: 1 });
    expect(counted.modes).toEqual(['readonly']);
    expect(counted.stores.at(-1)).toEqual(['info', 'edges']);
  });
});

describe('content that an earlier release stored in larger pieces, as Blobs', () => {
  const bytes = makeBytes(2 ** 21 + 5);
  const pieceBytes = 2 ** 20;
  const now = new Date(7);
  const blobs = [0, 1, 2].map((index) => new Blob([bytes.slice(index * pieceBytes, (index + 1) * pieceBytes)]));

  it('is read, in full and in part', async () => {
    const name = newName();
    const store = await open(name);
    const digest = await sha256(bytes);
    const record = { digest, size: bytes.length, createdAt: now, updatedAt: now, labels: {}, body: 'body', pieceBytes };
    await change(name, 'info', (infos) => infos.put(record));
    for (const [index, blob] of blobs.entries())
      await change(name, 'bodies', (bodies) => bodies.put(blob, ['body', index]));
    expectBytes(await readVerified(store, digest, { limitBytes: bytes.length }), bytes);
    const reader = await store.readerAt({ digest });
    expectBytes(await reader.readAt(pieceBytes - 3, 10), bytes.subarray(pieceBytes - 3, pieceBytes + 7));
    await store.delete(digest);
    expect(await count(name, 'bodies')).toBe(0);
  });

  it('is resumed, in pieces of that size', async () => {
    const name = newName();
    const store = await open(name);
    const offset = pieceBytes + 100;
    const ingest = {
      ref: 'ref',
      offset,
      total: 0,
      startedAt: now,
      updatedAt: now,
      body: 'body',
      pieceBytes,
      owner: 'x',
    };
    await change(name, 'ingests', (ingests) => ingests.put(ingest));
    await change(name, 'bodies', (bodies) => bodies.put(bytes.slice(0, pieceBytes).buffer, ['body', 0]));
    await change(name, 'bodies', (bodies) => bodies.put(new Blob([bytes.slice(pieceBytes, offset)]), ['body', 1]));
    const writer = await store.writer('ref');
    expect(await writer.status()).toMatchObject({ offset });
    await writer.write(bytes.subarray(offset));
    expectBytes(await writer.readAt(pieceBytes - 3, 10), bytes.subarray(pieceBytes - 3, pieceBytes + 7));
    await writer.commit(bytes.length, await sha256(bytes));
    expectBytes(await readAll(store, await sha256(bytes)), bytes);
    expect(await count(name, 'bodies')).toBe(3);
  });
});

describe('an upgrade', () => {
  it('keeps the content of version 1, and adds ingests', async () => {
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

  it('keeps the content of version 2, which has no edges until it is linked', async () => {
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
    await store.link(digest, { children: [child] });
    expect(await store.referredBy(child, 10)).toEqual({ infos: [{ ...before, linked: true }], total: 1 });
    await store.delete(digest);
    expect(await store.referredBy(child, 10)).toEqual({ infos: [], total: 0 });
  });

  it('keeps the content of version 3, and finds it by its labels', async () => {
    const name = newName();
    const [bytes, child] = [makeBytes(100), await sha256(makeBytes(1))];
    const digest = await sha256(bytes);
    const old = new Database({ factory: indexedDB, name, upgrades: upgrades.slice(0, 3) });
    const now = new Date(5);
    const labels = { 'ociscope/tag.host/name:1': 'then', 'containerd.io/x': 'y' };
    const facts = { digest, size: 100, createdAt: now, updatedAt: now, labels, linked: true } as const;
    const plain = { ...facts, digest: child, labels: {}, body: child, pieceBytes: 1e6 };
    await old.transact(['info', 'bodies', 'edges'], 'readwrite', 'default', async (transaction) => {
      await transaction.objectStore('info').put({ ...facts, body: digest, pieceBytes: 1e6 });
      await transaction.objectStore('info').put(plain);
      await transaction.objectStore('bodies').put(bytes.buffer, [digest, 0]);
      await transaction.objectStore('edges').put({ children: [child] }, [-5, digest]);
    });
    await old.close();

    const store = await open(name);
    expect(await labelled(store, 'ociscope/tag.host/name:')).toEqual([facts]);
    expect(await store.references()).toEqual(new Map([[digest, { children: [child] }]]));
    expect(await store.referredBy(child, 1)).toEqual({ infos: [facts], total: 1 });
    await store.touch(new Map([[digest, now]]));
    expect(await store.uses()).toEqual(new Map([[digest, now]]));
    expectBytes(await readVerified(store, digest, { limitBytes: 100 }), bytes);
  });

  it('waits while an older connection is open, and reports it', async () => {
    const name = newName();
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      if (request.transaction) upgrades[0]?.(request.result, request.transaction);
    };
    const old = await settle(request);
    const told: string[] = [];
    const opening = open(name, {
      onBlocked: () => {
        told.push('blocked');
        old.close();
      },
      onOpen: () => told.push('open'),
    });
    expect(await (await opening).listStatuses()).toEqual([]);
    expect(told).toEqual(['blocked', 'open']);
  });

  it('by a newer release closes the connection, also during a write, and every later call fails', async () => {
    const name = newName();
    let changes = 0;
    const store = await open(name, { onVersionChange: () => changes++ });
    const writer = await store.writer('ref');
    await writer.write(makeBytes(2 ** 20 + 5));
    const newer = await settle(indexedDB.open(name, upgrades.length + 1));
    expect(changes).toBe(1);
    await expect(store.listStatuses()).rejects.toMatchObject({
      code: 'failed_precondition',
      reason: 'unsupported',
      detail: { found: 'newer_store' },
    });
    await expectCode(writer.write(makeBytes(2 ** 20)), 'failed_precondition');
    newer.close();
    await expectCode(open(name), 'failed_precondition');
  });

  it('by a newer release is left unchanged by every call of an older one', async () => {
    const name = newName();
    const old = await open(name);
    const digest = await storeBytes(old, makeBytes(100), { a: 'b' });
    const large = await storeBytes(old, makeBytes(2 ** 20 + 5));
    await old.link(digest, { children: [large] });
    await (await old.writer('ref')).close();
    const request = indexedDB.open(name, upgrades.length + 1);
    request.onupgradeneeded = () => request.result.createObjectStore('more').put('later', 'key');
    (await settle(request)).close();
    const before = await readRecords(name);
    expect([before.info?.length, before.bodies?.length, before.edges?.length, before.more]).toEqual([
      2,
      6,
      1,
      [['key', 'later']],
    ]);
    for (const work of [
      () => old.delete(digest),
      () => old.update({ digest, labels: {} }),
      () => old.link(digest, { children: [] }),
      () => old.writer('another'),
      () => old.abort('ref'),
      () => open(name),
    ]) {
      await expectCode(work(), 'failed_precondition');
    }
    expect(await readRecords(name)).toEqual(before);
  });

  it('that was rolled back is recovered from: the next call opens the database again', async () => {
    const name = newName();
    let opens = 0;
    const store = await open(name, { onOpen: () => opens++ });
    const digest = await storeBytes(store, makeBytes(100));
    const request = indexedDB.open(name, upgrades.length + 1);
    request.onupgradeneeded = () => request.transaction?.abort();
    await expect(settle(request)).rejects.toMatchObject({ name: 'AbortError' });
    expect(opens).toBe(1);
    expectBytes(await readAll(store, digest), makeBytes(100));
    expect(opens).toBe(2);
  });

  it('that deletes the database closes the connection, and the store starts empty', async () => {
    const name = newName();
    const store = await open(name);
    const digest = await storeBytes(store, makeBytes(100));
    await settle(indexedDB.deleteDatabase(name));
    await expectCode(store.info(digest), 'not_found');
    await storeBytes(store, makeBytes(100));
  });

  it('changes nothing if a step fails', async () => {
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
    // Closed without an event, as while an upgrade waits.
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
    await expect(writer.commit(100, '', {}, { children: [await sha256(makeBytes(1))] })).rejects.toMatchObject({
      code: 'resource_exhausted',
      reason: 'quota',
    });
    full.now = false;
    await expectCode(store.info(await sha256(bytes)), 'not_found');
    expect(await store.listStatuses()).toEqual([]);
    for (const stored of ['info', 'bodies', 'ingests', 'edges']) expect(await count(name, stored)).toBe(0);
    await storeBytes(store, bytes);
  });

  it('fails a commit whose requests are not answered either, as in Chromium if a commit was requested before', async () => {
    const full = { now: false };
    const store = await open(newName(), { indexedDB: fillingFactory(full, { answers: false }) });
    const writer = await store.writer('ref');
    await writer.write(makeBytes(100));
    full.now = true;
    await expect(writer.commit(100)).rejects.toMatchObject({ code: 'resource_exhausted', reason: 'quota' });
    full.now = false;
    await (await store.writer('ref')).close();
  });

  it('fails the write that needs it; what was stored before can be resumed', async () => {
    const full = { now: false };
    const store = await open(newName(), { indexedDB: fillingFactory(full) });
    const bytes = makeBytes(2 ** 21 + 5);
    const writer = await store.writer('ref');
    await writer.write(bytes.subarray(0, newPieceBytes));
    full.now = true;
    await expect(writer.write(bytes.subarray(newPieceBytes))).rejects.toMatchObject({ reason: 'quota' });
    await expect(writer.write(bytes.subarray(0, 1))).rejects.toMatchObject({ reason: 'quota' });
    await writer.close();
    full.now = false;
    const next = await store.writer('ref');
    expect(await next.status()).toMatchObject({ offset: newPieceBytes });
    await next.write(bytes.subarray(newPieceBytes));
    await next.commit(bytes.length, await sha256(bytes));
  });

  it('does not prevent a closed writer from unlocking its ref', async () => {
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

/** A lock manager of a process that is isolated from all others. */
async function grant(_name: string, _options: object, callback: (lock: object | null) => Promise<void>): Promise<void> {
  await callback({});
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Without the store's knowledge. */
async function change<T>(name: string, store: string, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await settle(indexedDB.open(name));
  try {
    return await settle(work(database.transaction(store, 'readwrite').objectStore(store)));
  } finally {
    database.close();
  }
}

/** Every record of every store: its key, and its value with the bytes of a Blob. */
async function readRecords(name: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const database = await settle(indexedDB.open(name));
  try {
    const records: Record<string, unknown[]> = {};
    for (const stored of database.objectStoreNames) {
      const objects = database.transaction(stored).objectStore(stored);
      const [keys, values] = await Promise.all([settle(objects.getAllKeys()), settle(objects.getAll())]);
      const read = values.map((value) => (value instanceof Blob ? value.arrayBuffer() : value));
      records[stored] = (await Promise.all(read)).map((value, index) => [
        keys[index],
        value instanceof ArrayBuffer ? new Uint8Array(value) : value,
      ]);
    }
    return records;
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

/** The real factory, which passes on each connection before it is used. */
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

/** While `full.now`, a put aborts its transaction as browsers do when the quota is exceeded. */
function fillingFactory(full: { now: boolean }, { answers = true } = {}): IDBFactory {
  return tapFactory((connection) => {
    const begin = connection.transaction.bind(connection);
    connection.transaction = (names, mode, options) => {
      const transaction = begin(names, mode, options);
      if (mode === 'readwrite' && full.now) failPuts(transaction, answers);
      return transaction;
    };
  });
}

function failPuts(transaction: IDBTransaction, answers: boolean): void {
  // Simulates the failure of a commit that was already requested, which a test cannot cause.
  transaction.commit = () => undefined;
  const objectStore = transaction.objectStore.bind(transaction);
  transaction.objectStore = (name) => {
    const store = objectStore(name);
    const put = store.put.bind(store);
    store.put = (value, key) => {
      const request = put(value, key);
      if (!answers) request.addEventListener('error', (event) => event.stopImmediatePropagation());
      request.addEventListener('success', (event) => {
        if (!answers) event.stopImmediatePropagation();
        if (transaction.error) return;
        Object.defineProperty(transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
        transaction.abort();
      });
      return request;
    };
    return store;
  };
}

import { afterAll, afterEach, describe, expect, it } from 'vitest';
// Not through the room's index, which also exports code that only runs in Node.
import { makeBytes, readAll, sha256, storeBytes } from '../testing/suites/contentStoreFixtures.ts';
import { deleteIndexedDbStore, openIndexedDbStore } from './index.ts';
import { newPieceBytes } from './tables.ts';
import { upgrades } from './upgrades.ts';

type Table = 'info' | 'bodies' | 'ingests' | 'edges' | 'uses';
type Store = Awaited<ReturnType<typeof openIndexedDbStore>>;

const name = `odd-records-${crypto.randomUUID()}`;
const digestOfNothing = `sha256:${'0'.repeat(64)}`;
const now = new Date();
let store: Store;

afterEach(async () => {
  await store.close();
  await deleteIndexedDbStore({ name });
});
afterAll(() => deleteIndexedDbStore({ name }));

const info = {
  digest: digestOfNothing,
  size: 3,
  createdAt: now,
  updatedAt: now,
  labels: {},
  body: digestOfNothing,
  pieceBytes: newPieceBytes,
};
const ingest = {
  ref: 'odd',
  offset: 0,
  total: 0,
  startedAt: now,
  updatedAt: now,
  body: 'odd body',
  pieceBytes: newPieceBytes,
  owner: 'someone',
};

const notTimes = ['2026-11-24', 5, null, undefined, new Date(Number.NaN), new Date(-1)];
const notSizes = ['3', null, undefined, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53];
const notDigests = ['', 'sha256:', 'sha256:xyz', `sha256:${'A'.repeat(64)}`, 'md5:00', 'SHA256', 'a'];
const notTexts = [5, null, undefined, '', ['a']];

/** Each field of each table with values that this store never writes. */
const odd: readonly (readonly [Table, unknown, IDBValidKey | readonly IDBValidKey[] | undefined])[] = [
  ...notDigests.map((digest) => ['info', { ...info, digest }, undefined] as const),
  ...[5, now, [1, 'a'], new ArrayBuffer(1)].map((digest) => ['info', { ...info, digest }, undefined] as const),
  ...notSizes.map((size) => ['info', { ...info, size }, undefined] as const),
  ['info', { ...info, size: newPieceBytes + 1 }, undefined],
  ...notTimes.map((createdAt) => ['info', { ...info, createdAt }, undefined] as const),
  ...notTimes.map((updatedAt) => ['info', { ...info, updatedAt }, undefined] as const),
  ...['a', null, undefined, [], { key: 5 }, { key: null }].map(
    (labels) => ['info', { ...info, labels }, undefined] as const,
  ),
  ...[false, 1, 'true', null].map((linked) => ['info', { ...info, linked }, undefined] as const),
  ...notTexts.map((body) => ['info', { ...info, body }, undefined] as const),
  ...[...notSizes, 0].map((pieceBytes) => ['info', { ...info, pieceBytes }, undefined] as const),
  ...['a', 5, null, [5]].map((marks) => ['info', { ...info, marks }, undefined] as const),
  ...[5, now, ['a'], ''].map((ref) => ['ingests', { ...ingest, ref }, undefined] as const),
  ...notSizes.map((offset) => ['ingests', { ...ingest, offset }, undefined] as const),
  ...notSizes.map((total) => ['ingests', { ...ingest, total }, undefined] as const),
  ...[5, null, ...notDigests].map((expected) => ['ingests', { ...ingest, expected }, undefined] as const),
  ...notTimes.map((startedAt) => ['ingests', { ...ingest, startedAt }, undefined] as const),
  ...notTimes.map((updatedAt) => ['ingests', { ...ingest, updatedAt }, undefined] as const),
  ...notTexts.map((body) => ['ingests', { ...ingest, body }, undefined] as const),
  ...[...notSizes, 0].map((pieceBytes) => ['ingests', { ...ingest, pieceBytes }, undefined] as const),
  ...notTexts.map((owner) => ['ingests', { ...ingest, owner }, undefined] as const),
  ...[5, 'a', [1], [1, 'a'], ['a', digestOfNothing], [1, digestOfNothing], [0, digestOfNothing, 1]].map(
    (key) => ['edges', { children: [] }, key] as const,
  ),
  ...[5, 'a', null, {}, { children: 'a' }, { children: [5] }, { children: ['a'] }].map(
    (value) => ['edges', value, [0, digestOfNothing]] as const,
  ),
  ...[5, 'a', 'sha256:a'].map((key) => ['uses', now.getTime(), key] as const),
  ...['3', null, undefined, -1, Number.NaN, Number.POSITIVE_INFINITY, now, 8.64e15 + 1].map(
    (value) => ['uses', value, digestOfNothing] as const,
  ),
  ...[5, 'a', ['a'], ['a', -1], ['a', 0.5], ['', 0], [digestOfNothing, 0], [5, 0]].map(
    (key) => ['bodies', new ArrayBuffer(3), key] as const,
  ),
];

describe('a store with one record that it would not have written', () => {
  it.each(odd)('%s %o, key %o: ignores, reports and removes it', async (table, value, key) => {
    store = await openIndexedDbStore({ name });
    const [child, parent] = [await storeBytes(store, makeBytes(3)), await storeBytes(store, makeBytes(4))];
    await store.link(parent, { children: [child] });
    await store.touch(new Map([[child, now]]));
    await (await store.writer('sound')).close();
    const before = await everythingOf(store, child);
    await put(table, value, key as IDBValidKey | undefined);
    expect(await everythingOf(store, child)).toEqual(before);
    expect(await store.faults()).toEqual([{ table, key: expect.any(String) }]);
    expect(await store.dropFaults()).toBe(1);
    expect(await store.faults()).toEqual([]);
    expect(await everythingOf(store, child)).toEqual(before);
  });

  it.each([
    ['a text as its time', { createdAt: 'yesterday' }],
    ['a body that is not a text', { body: 5 }],
    ['labels that are not a record', { labels: null }],
  ])('stores content again if its record has %s', async (_, fields) => {
    for (const size of [10, newPieceBytes + 10]) {
      store = await openIndexedDbStore({ name });
      const digest = await storeBytes(store, makeBytes(size));
      await put('info', { ...info, digest, ...fields }, undefined);
      await expect(store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
      expect(await storeBytes(store, makeBytes(size))).toBe(digest);
      expect(await readAll(store, digest)).toEqual(makeBytes(size));
      await store.dropFaults();
      expect(await readAll(store, digest)).toEqual(makeBytes(size));
      await store.close();
    }
    store = await openIndexedDbStore({ name });
  });

  it('opens a new ingest under the ref of an unreadable one', async () => {
    store = await openIndexedDbStore({ name });
    await put('ingests', { ...ingest, body: 5 }, undefined);
    const writer = await store.writer('odd');
    await writer.write(makeBytes(newPieceBytes + 1));
    await writer.commit(newPieceBytes + 1);
    expect(await store.listStatuses()).toEqual([]);
    expect(await store.faults()).toEqual([]);
  });

  it.each(['a', 5, null, { size: 3 }])('reports content as corrupt if its piece is %o', async (piece) => {
    store = await openIndexedDbStore({ name });
    const digest = await storeBytes(store, makeBytes(3));
    await put('bodies', piece, [digest, 0]);
    await expect(readAll(store, digest)).rejects.toMatchObject({ code: 'data_loss' });
  });

  it('links content again if its edges are unreadable', async () => {
    store = await openIndexedDbStore({ name });
    const digest = await storeBytes(store, makeBytes(3));
    await store.link(digest, { children: [] });
    const { createdAt } = await store.info(digest);
    await put('edges', { children: 'none' }, [-createdAt.getTime(), digest]);
    expect(await store.dropFaults()).toBe(1);
    expect(await store.info(digest)).not.toHaveProperty('linked');
  });

  it('is upgraded from the version before labels had an index', async () => {
    const opening = indexedDB.open(name, 3);
    opening.onupgradeneeded = () => {
      if (opening.transaction) for (const upgrade of upgrades.slice(0, 3)) upgrade(opening.result, opening.transaction);
    };
    (await settle(opening)).close();
    await put('info', { ...info, labels: null }, undefined);
    store = await openIndexedDbStore({ name });
    expect(await store.faults()).toEqual([{ table: 'info', key: digestOfNothing }]);
  });
});

it('a store can be deleted while other connections are open, and starts empty', async () => {
  store = await openIndexedDbStore({ name });
  const other = await openIndexedDbStore({ name });
  const digest = await storeBytes(store, makeBytes(3));
  await deleteIndexedDbStore({ name });
  await expect(other.info(digest)).rejects.toMatchObject({ code: 'not_found' });
  expect(await storeBytes(other, makeBytes(3))).toBe(await sha256(makeBytes(3)));
  await other.close();
});

/** Everything that the store returns. */
async function everythingOf(opened: Store, child: string) {
  const infos: unknown[] = [];
  await opened.walk((each) => void infos.push(each));
  await opened.walk(() => undefined, { labelled: 'ociscope/' });
  const { createdAt: _, ...status } = await opened.referredBy(child, 10).then(({ infos: [first], total }) => ({
    ...first,
    createdAt: undefined,
    total,
  }));
  return {
    infos,
    parents: status,
    references: await opened.references(),
    uses: await opened.uses(),
    ingests: await opened.listStatuses(),
  };
}

async function put(table: Table, value: unknown, key: IDBValidKey | undefined): Promise<void> {
  const database = await settle(indexedDB.open(name));
  const request = database.transaction(table, 'readwrite').objectStore(table).put(value, key);
  await settle(request);
  database.close();
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

import { expect, it } from 'vitest';
import { AppError } from '../../errors/index.ts';
import { FakeLists } from '../../testing/fixtures/savedListsFixture.ts';
import { SavedLists } from './savedLists.ts';

const entryOf = (reference: string) => ({ reference, atMs: 1 });
const add = (reference: string) => (entries: readonly object[]) => [
  { ...entryOf(reference) },
  ...entries.map((entry) => ({ ...entry })),
];

it('merges the changes of two tabs that change a list at the same time', async () => {
  const worker = new FakeLists();
  const storage = createStorage();
  const tabs = [openTab(worker, storage), openTab(worker, storage)];
  const changes = ['a', 'b', 'c', 'd'].map((reference, at) => tabs[at % 2]?.change('pinned', add(reference)));
  expect(await Promise.all(changes)).toEqual([true, true, true, true]);
  expect(worker.lists.pinned.map(({ reference }) => reference).sort()).toEqual(['a', 'b', 'c', 'd']);
});

it('shows a change only after the worker has stored it, and reports why it failed', async () => {
  const worker = new FakeLists();
  let failure: AppError | undefined = new AppError('resource_exhausted', 'no room', { reason: 'quota' });
  const tab = openTab(worker, createStorage(), () => failure);
  await tab.ready;
  expect(await tab.change('pinned', add('a'))).toBe(false);
  expect([tab.entries('pinned'), tab.failure?.reason]).toEqual([[], 'quota']);
  await expect(tab.merged()).rejects.toMatchObject({ reason: 'quota' });
  failure = undefined;
  expect(await tab.change('pinned', add('a'))).toBe(true);
  expect(tab.entries('pinned')).toEqual([entryOf('a')]);
  await tab.merged();
  // The list is full, so nothing is changed.
  expect(await tab.change('pinned', () => undefined)).toBe(false);
});

it('fills a database that was lost while the page is open before changing it', async () => {
  const worker = new FakeLists();
  const tab = openTab(worker, createStorage());
  for (const reference of ['a', 'b']) await tab.change('pinned', add(reference));
  worker.lists = new FakeLists().lists;
  expect(await tab.change('pinned', add('c'))).toBe(true);
  expect(worker.lists.pinned.map(({ reference }) => reference)).toEqual(['c', 'b', 'a']);
});

it('merges the changes of a page of an older release that is open at the same time', async () => {
  const worker = new FakeLists();
  const storage = createStorage();
  storage.setItem('ociscope:pins', JSON.stringify([entryOf('before')]));
  const windows = new EventTarget();
  const tab = openTab(worker, storage, undefined, windows);
  await tab.merged();
  expect(tab.entries('pinned')).toEqual([entryOf('before')]);
  const isMerged = new Promise((resolve) => tab.lists.subscribe(() => resolve(undefined)));
  storage.setItem('ociscope:pins', JSON.stringify([entryOf('later')]));
  windows.dispatchEvent(new Event('storage'));
  await isMerged;
  expect(worker.lists.pinned).toEqual([entryOf('later')]);
});

function openTab(
  worker: FakeLists,
  localStorage: Pick<Storage, 'getItem' | 'setItem'>,
  failure: () => AppError | undefined = () => undefined,
  events = new EventTarget(),
): SavedLists {
  const window = Object.assign(events, { localStorage, document: {} });
  const ask = async (request: { readonly url: string; readonly body?: string | undefined }) => {
    const error = failure();
    if (error) throw error;
    return worker.answer(request) ?? Response.error();
  };
  return new SavedLists({ client: { ask }, window: window as unknown as Window });
}

function createStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const texts = new Map<string, string>();
  return { getItem: (key) => texts.get(key) ?? null, setItem: (key, text) => void texts.set(key, text) };
}

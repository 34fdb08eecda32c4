import { afterEach, beforeEach, expect, it } from 'vitest';
import { localStorageOf } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { digestOf, drawOver, FakeStore } from '../../testing/fixtures/storageFixture.tsx';
import { Summary } from '../pages/storage/Summary.tsx';
import { useRootsTold } from './gcRoots.ts';
import { recents } from './recent.ts';
import { writeOpened } from './savedImages.ts';

let store: FakeStore;
let host: HTMLElement;
let close: () => void;

const pin = { reference: 'docker.io/library/alpine:3', atMs: 1, title: 'Image', digest: digestOf(1) };
const recent = { reference: digestOf(2), atMs: 1 };

beforeEach(() => {
  localStorage.clear();
  store = new FakeStore();
  host = document.createElement('main');
  document.body.append(host);
});
afterEach(() => {
  close();
  host.remove();
});

/** It is told a moment after. */
const patience = { timeout: 5000 };
const bodies = () => store.told.map(({ body }) => body);

it('the worker is told what is recent, once, and again when the list changes; pins are saved lists', async () => {
  writeOpened(localStorageOf(window), recents, [recent]);
  store.lists.put({ pinned: [pin] });
  show();
  await expect.poll(bodies, patience).toEqual([{ pinned: [], recent: [{ reference: digestOf(2) }] }]);
  expect(store.told[0]?.url).toBe('/-/roots');
  window.dispatchEvent(new Event(recents.key));
  // As another tab changes it.
  localStorage.removeItem(recents.key);
  window.dispatchEvent(new StorageEvent('storage', { key: recents.key }));
  await expect.poll(bodies, patience).toEqual([expect.anything(), { pinned: [], recent: [] }]);
});

it('the pins that a page of an older release reported are forgotten only when they are on the saved list', async () => {
  localStorage.setItem('ociscope:pins', JSON.stringify([pin]));
  show();
  await expect.poll(bodies, patience).toHaveLength(1);
  expect(store.lists.lists.pinned).toEqual([pin]);
});

it('of many changes at once the last is told', async () => {
  show();
  for (const reference of ['a.b/c:1', 'a.b/c:2', 'a.b/c:3']) {
    writeOpened(localStorageOf(window), recents, [{ reference, atMs: 0 }]);
    window.dispatchEvent(new Event(recents.key));
  }
  await expect.poll(bodies, patience).toEqual([{ pinned: [], recent: [{ reference: 'a.b/c:3' }] }]);
});

it('what could not be told is said on the page of what is stored, and told with the next change', async () => {
  store.instead.set('POST /-/roots', async () => {
    throw new AppError('unavailable', 'the store is busy', { reason: 'internal' });
  });
  show();
  await expect.poll(() => host.textContent, patience).toContain("Pins couldn't be saved");
  expect(host.querySelector('[role=alert]')?.textContent).toContain('the store is busy');
  window.dispatchEvent(new Event(recents.key));
  await expect.poll(() => host.querySelector('[role=alert]'), patience).toBeNull();
  expect(bodies()).toEqual([
    { pinned: [], recent: [] },
    { pinned: [], recent: [] },
  ]);
});

function Page() {
  useRootsTold();
  const facts = {
    heldBytes: 0,
    count: 0,
    ingestBytes: 0,
    isOwnLimit: false,
    images: [],
    loose: { count: 0, bytes: 0 },
  };
  return <Summary facts={facts} />;
}

function show(): void {
  ({ close } = drawOver(store, host, <Page />));
}

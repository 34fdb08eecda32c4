import { afterEach, beforeEach, expect, it } from 'vitest';
import { localStorageOf } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { digestOf, drawOver, FakeStore } from '../../testing/fixtures/storageFixture.tsx';
import { Summary } from '../pages/storage/Summary.tsx';
import { recents, writeSavedImages } from './savedImages.ts';
import { useGcRootsSync } from './syncGcRoots.ts';

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

/** Reports are debounced. */
const patience = { timeout: 5000 };
const bodies = () => store.told.map(({ body }) => body);

it('reports recent images once, and again when the list changes', async () => {
  writeSavedImages(localStorageOf(window), recents, [recent]);
  store.lists.put({ pinned: [pin] });
  show();
  await expect.poll(bodies, patience).toEqual([{ pinned: [], recent: [{ reference: digestOf(2) }] }]);
  expect(store.told[0]?.url).toBe('/-/roots');
  window.dispatchEvent(new Event(recents.key));
  // Another tab changes the list.
  localStorage.removeItem(recents.key);
  window.dispatchEvent(new StorageEvent('storage', { key: recents.key }));
  await expect.poll(bodies, patience).toEqual([expect.anything(), { pinned: [], recent: [] }]);
});

it('drops the pins reported by an older release only after they are on the saved list', async () => {
  localStorage.setItem('ociscope:pins', JSON.stringify([pin]));
  show();
  await expect.poll(bodies, patience).toHaveLength(1);
  expect(store.lists.lists.pinned).toEqual([pin]);
});

it('reports only the last of several changes', async () => {
  show();
  for (const reference of ['a.b/c:1', 'a.b/c:2', 'a.b/c:3']) {
    writeSavedImages(localStorageOf(window), recents, [{ reference, atMs: 0 }]);
    window.dispatchEvent(new Event(recents.key));
  }
  await expect.poll(bodies, patience).toEqual([{ pinned: [], recent: [{ reference: 'a.b/c:3' }] }]);
});

it('shows a failed report on the storage page, and retries with the next change', async () => {
  store.instead.set('POST /-/roots', async () => {
    throw new AppError('unavailable', 'the store is busy', { reason: 'internal' });
  });
  show();
  await expect.poll(() => host.textContent, patience).toContain('the store is busy');
  expect(host.querySelector('[role=alert]')?.textContent).toContain('the store is busy');
  window.dispatchEvent(new Event(recents.key));
  await expect.poll(() => host.querySelector('[role=alert]'), patience).toBeNull();
  expect(bodies()).toEqual([
    { pinned: [], recent: [] },
    { pinned: [], recent: [] },
  ]);
});

function Page() {
  useGcRootsSync();
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

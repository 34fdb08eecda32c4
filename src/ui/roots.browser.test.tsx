import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { kept } from './kept.ts';
import { writeOpened } from './opened.ts';
import { pins } from './pins.ts';
import { recents } from './recent.ts';
import { useRootsTold } from './roots.ts';
import { Summary } from './storagePage/Summary.tsx';
import { digestOf, drawOver, FakeStore } from './storagePage/storageFixture.tsx';

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

it('the worker is told what is pinned and recent, once, and again when either list changes', async () => {
  writeOpened(localStorage, recents, [recent]);
  show();
  await expect.poll(bodies, patience).toEqual([{ pinned: [], recent: [{ reference: digestOf(2) }] }]);
  expect(store.told[0]?.url).toBe('/-/roots');
  window.dispatchEvent(new Event(recents.key));
  writeOpened(localStorage, pins, [pin]);
  window.dispatchEvent(new Event(pins.key));
  const told = { pinned: [{ reference: pin.reference, digest: pin.digest }], recent: [{ reference: digestOf(2) }] };
  await expect.poll(bodies, patience).toEqual([expect.anything(), told]);
  // Another opening changes the time alone.
  writeOpened(localStorage, pins, [{ ...pin, atMs: 2 }]);
  window.dispatchEvent(new Event(pins.key));
  // As another tab changes it.
  localStorage.removeItem(recents.key);
  window.dispatchEvent(new StorageEvent('storage', { key: recents.key }));
  await expect.poll(bodies, patience).toEqual([expect.anything(), told, { ...told, recent: [] }]);
});

it('what is kept offline is told as what is pinned is, so that it stays', async () => {
  show();
  await expect.poll(bodies, patience).toHaveLength(1);
  writeOpened(localStorage, kept, [pin]);
  window.dispatchEvent(new Event(kept.key));
  const told = { pinned: [{ reference: pin.reference, digest: pin.digest }], recent: [] };
  await expect.poll(bodies, patience).toEqual([expect.anything(), told]);
});

it('of many changes at once the last is told', async () => {
  show();
  for (const reference of ['a.b/c:1', 'a.b/c:2', 'a.b/c:3']) {
    writeOpened(localStorage, pins, [{ reference, atMs: 0 }]);
    window.dispatchEvent(new Event(pins.key));
  }
  await expect.poll(bodies, patience).toEqual([{ pinned: [{ reference: 'a.b/c:3' }], recent: [] }]);
});

it('what could not be told is said on the page of what is stored, and told with the next change', async () => {
  store.instead.set('POST /-/roots', async () => {
    throw new AppError('unavailable', 'the store is busy', { reason: 'internal' });
  });
  show();
  await expect.poll(() => host.textContent, patience).toContain('What is pinned could not be told to the worker');
  expect(host.querySelector('[role=alert]')?.textContent).toContain('the store is busy');
  window.dispatchEvent(new Event(pins.key));
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

import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../errors/index.ts';
import { digestOf, drawOver, FakeStore, nowMs } from '../../../testing/fixtures/storageFixture.tsx';
import { itemsMessages } from '../../messages/storage.ts';
import { RestSection } from './RestSection.tsx';

let store: FakeStore;
let host: HTMLElement;
let close: () => void;

beforeEach(() => {
  store = new FakeStore();
  host = document.createElement('main');
  host.style.cssText = 'height: 800px; overflow: auto';
  document.body.append(host);
});
afterEach(() => {
  close();
  host.remove();
});

const open = () => userEvent.click(page.getByRole('button', { name: /^Show all/ }));

it('renders only the visible rows of 10,000 items', async () => {
  let requests = 0;
  store.blobs = Array.from({ length: 10_000 }, (_, index) => blobOf(index));
  store.instead.set('GET /-/content/blobs', async () => {
    requests++;
    return Response.json({ blobs: store.blobs });
  });
  show();
  await expect.element(page.getByText(/^2 items, 5 B.* don't belong to an image above/)).toBeVisible();
  expect(requests).toBe(0);
  await open();
  const table = page.getByRole('table', { name: itemsMessages.table });
  await expect.element(table).toHaveAttribute('aria-rowcount', '10001');
  await expect.poll(() => digests().length).toBeGreaterThan(10);
  expect(host.querySelectorAll('tr').length).toBeLessThan(80);
  const box = table.element().parentElement?.parentElement;
  await expect
    .poll(() => {
      box?.scrollTo(0, box.scrollHeight);
      return digests().at(-1);
    })
    .toBe(digestOf(9999));
  expect(host.querySelectorAll('tr').length).toBeLessThan(80);
  expect(requests).toBe(1);
  await userEvent.click(page.getByRole('button', { name: /^Hide all/ }));
  expect(table.elements()).toEqual([]);
});

it('shows type, repositories, size, last use and corruption of each item, and finds items by digest', async () => {
  const time = new Date(nowMs - 60_000).toISOString();
  const more = { host: 'ghcr.io', name: 'a/b' };
  const first = blobOf(1, { isManifest: true, corruptAt: time });
  store.blobs = [{ ...first, repositories: [more, more] }, blobOf(2), blobOf(12, { repositories: [] })];
  show();
  await open();
  await expect
    .element(page.getByRole('row').nth(1))
    .toHaveTextContent(/^00000000…001corruptManifestghcr.io\/a\/b and 1 more repository1 minute ago1.0 kB/);
  await expect.element(page.getByRole('row').nth(2)).toHaveTextContent(/Config or layerregistry.test\/team\/app/);
  await expect.element(page.getByTitle(digestOf(1))).toHaveAttribute('href', `#${digestOf(1)}`);
  await userEvent.fill(page.getByRole('searchbox', { name: 'Search digests' }), '0012');
  await expect.element(page.getByText('1 of 3 digests')).toBeVisible();
  expect(digests()).toEqual([digestOf(12)]);
});

it('shows why the list could not be loaded, and loads it on retry', async () => {
  store.blobs = [blobOf(1)];
  store.instead.set('GET /-/content/blobs', async () => {
    throw new AppError('unavailable', 'the store is gone', { reason: 'internal' });
  });
  show();
  await open();
  await userEvent.click(page.getByRole('button', { name: 'Try again' }));
  await expect.element(page.getByRole('table')).toBeVisible();
});

function show(): void {
  const facts = { heldBytes: 5, count: 10_000, ingestBytes: 0, isOwnLimit: false, images: [] };
  ({ close } = drawOver(store, host, <RestSection facts={{ ...facts, loose: { count: 2, bytes: 5 } }} />));
}

function blobOf(index: number, facts: object = {}) {
  const time = new Date(nowMs - 60_000).toISOString();
  const repositories = [{ host: 'registry.test', name: 'team/app' }];
  return {
    digest: digestOf(index),
    bytes: 1000,
    repositories,
    isManifest: false,
    storedAt: time,
    usedAt: time,
    ...facts,
  };
}

function digests(): readonly string[] {
  return [...host.querySelectorAll<HTMLElement>('tbody th a')].map(({ title }) => title);
}

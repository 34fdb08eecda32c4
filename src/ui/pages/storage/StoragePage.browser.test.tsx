import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../errors/index.ts';
import { digestOf, drawOver, FakeStore, imageOf, nowMs } from '../../../testing/fixtures/storageFixture.tsx';
import { imageListMessages } from '../../messages/listTransfer.ts';
import {
  clearMessages,
  freedText,
  ingestsMessages,
  limitMessages,
  limitProblem,
  summaryMessages,
} from '../../messages/storage.ts';
import { recents } from '../../saved/savedImages.ts';
import { StoragePage } from './StoragePage.tsx';

let store: FakeStore;
let host: HTMLElement;
let close: () => void;

beforeEach(() => {
  localStorage.clear();
  store = new FakeStore();
  host = document.createElement('main');
  host.style.cssText = 'height: 800px; overflow: auto';
  document.body.append(host);
});
afterEach(() => {
  close();
  host.remove();
  vi.restoreAllMocks();
});

describe('the storage page', () => {
  it('shows used space, the limit, site usage, and whether storage is persistent', async () => {
    vi.spyOn(navigator.storage, 'persisted').mockResolvedValue(false);
    store.images = [imageOf(1), imageOf(2)];
    show();
    await expect.element(page.getByText('30.8 MB (30,800,000 bytes) in 10 items')).toBeVisible();
    await expect.element(page.getByText("8.0 GB, 80% of the browser's quota")).toBeVisible();
    await expect.element(page.getByText(/^200 MB .* of 10.0 GB .*, as reported by the browser/)).toBeVisible();
    await expect.element(page.getByRole('img', { name: summaryMessages.share(0.5, false) })).toBeVisible();
    await expect.element(page.getByText(summaryMessages.notPersistent)).toBeVisible();
  });

  it('requests persistent storage on demand, and shows the answer', async () => {
    vi.spyOn(navigator.storage, 'persisted').mockResolvedValue(false);
    const persist = vi.spyOn(navigator.storage, 'persist').mockResolvedValue(false);
    show();
    const request = page.getByRole('button', { name: summaryMessages.persist });
    await userEvent.click(request);
    await expect.element(page.getByText(summaryMessages.declined)).toBeVisible();
    persist.mockResolvedValue(true);
    await userEvent.click(request);
    await expect.element(page.getByText(summaryMessages.persistent)).toBeVisible();
    expect([request.elements(), persist.mock.calls.length]).toEqual([[], 2]);
  });

  it('shows an empty store with its limit and nothing to delete', async () => {
    show();
    await expect.element(page.getByText(/Nothing is stored yet/)).toBeVisible();
    expect(headings()).toEqual(['Limit', imageListMessages.title]);
  });

  it('shows why the store could not be read, and reads it on retry', async () => {
    store.images = [imageOf(1)];
    store.instead.set('GET /-/content', async () => {
      throw new AppError('unavailable', 'the store is gone', { reason: 'internal' });
    });
    show();
    await expect.element(page.getByRole('alert')).toHaveAttribute('data-reason', 'internal');
    expect(headings()).toEqual(['Something went wrong', clearMessages.title]);
    await userEvent.click(page.getByRole('button', { name: 'Try again' }));
    await expect.element(page.getByRole('table', { name: 'Images' })).toBeVisible();
    expect(page.getByRole('alert').elements()).toEqual([]);
  });

  it('shows that it is loading', async () => {
    store.instead.set('GET /-/content', () => new Promise(() => undefined));
    show();
    await expect.element(page.getByRole('status', { name: 'Loading' })).toBeVisible();
  });

  it('lists downloads with their progress, and deletes them', async () => {
    const time = { startedAt: new Date(nowMs - 4e6).toISOString(), updatedAt: new Date(nowMs - 3e6).toISOString() };
    store.images = [imageOf(1)];
    store.ingests = [
      { ref: `blob-${digestOf(7)}`, offset: 12_000_000, total: 48_000_000, ...time },
      { ref: `blob-${digestOf(8)}`, offset: 900, total: 0, ...time },
    ];
    show();
    await expect.element(page.getByText('12.0 MB of 48.0 MB, last written 50 minutes ago')).toBeVisible();
    await expect.element(page.getByText('900 B downloaded')).toBeVisible();
    const bar = page.getByRole('progressbar', { name: 'Download of 00000000…007' }).element();
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['12000000', '48000000']);
    const button = page.getByRole('button', { name: `${ingestsMessages.delete} 00000000…007` });
    store.instead.set('POST /-/ingests', async () => {
      store.ingests = store.ingests.slice(1);
      return Response.json({ ingests: store.ingests });
    });
    await userEvent.click(button);
    await expect.element(page.getByText(ingestsMessages.deleted)).toBeVisible();
    await expect.element(page.getByText('12.0 MB of 48.0 MB')).not.toBeInTheDocument();
    expect(store.told.filter(({ url }) => url !== '/-/roots')).toEqual([
      { url: '/-/ingests', body: { drop: `blob-${digestOf(7)}` } },
    ]);
    expect(document.activeElement?.textContent).toBe('Downloads');
  });
});

describe('the limit', () => {
  const field = () => page.getByRole('textbox', { name: limitMessages.field });

  it('can be set, shows what was freed, and can be reset to the default', async () => {
    store.images = [imageOf(1)];
    show();
    await userEvent.fill(field(), '20');
    await userEvent.click(page.getByRole('button', { name: 'Set', exact: true }));
    store.limit = { limitBytes: 2e7, isOwnLimit: true };
    await expect
      .element(page.getByText(`${limitMessages.isSet} ${freedText({ bytes: 12_300_000, count: 5 })}`))
      .toBeVisible();
    expect(store.changes()).toEqual([{ limitBytes: 2e7 }]);
    store.freed = { count: 0, bytes: 0 };
    await userEvent.fill(field(), '21');
    await userEvent.click(page.getByRole('button', { name: 'Set', exact: true }));
    await expect.element(page.getByText('20.0 MB, set by you')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: limitMessages.useDefault }));
    await expect.element(page.getByText(limitMessages.isDefault)).toBeVisible();
    expect(store.changes().at(-1)).toEqual({ limitBytes: null });
    expect(field().element()).toHaveFocus();
  });

  it('syncs recent images before it evicts', async () => {
    store.images = [imageOf(1)];
    show();
    await userEvent.fill(field(), '20');
    localStorage.setItem(recents.key, JSON.stringify([{ reference: 'a.b/c:1', atMs: 0, digest: digestOf(1) }]));
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => store.told.map(({ url }) => url)).toEqual(['/-/roots', '/-/roots', '/-/content']);
    expect(store.told[1]?.body).toEqual({ pinned: [], recent: [{ reference: 'a.b/c:1', digest: digestOf(1) }] });
  });

  it('is not set if pins could not be synced', async () => {
    store.images = [imageOf(1)];
    show();
    await userEvent.fill(field(), '20');
    localStorage.setItem(recents.key, JSON.stringify([{ reference: 'a.b/c:1', atMs: 0 }]));
    store.instead.set('POST /-/roots', async () => {
      throw new AppError('unavailable', 'the store is busy', { reason: 'internal' });
    });
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alert').filter({ hasText: 'Failed' })).toHaveTextContent('the store is busy');
    await expect.element(page.getByText(/Pins couldn't be saved/)).toBeVisible();
    expect(store.changes()).toEqual([]);
  });

  it('rejects invalid values and sends nothing', async () => {
    store.images = [imageOf(1)];
    show();
    await expect.element(page.getByText(/as reported by the browser/)).toBeVisible();
    for (const [text, problem] of [
      ['12 x', limitProblem(undefined, undefined)],
      ['0.5', limitProblem(500_000, undefined)],
      ['20000', limitProblem(2e10, 1e10)],
    ] as const) {
      await userEvent.fill(field(), text);
      await userEvent.keyboard('{Enter}');
      await expect.element(page.getByRole('alert').filter({ hasText: problem })).toBeVisible();
      expect(field().element()).toHaveAttribute('aria-invalid', 'true');
    }
    await userEvent.fill(field(), '10');
    await expect.element(page.getByText(limitMessages.tooSmall(5_400_000))).toBeVisible();
    expect(field().element()).toHaveAttribute('aria-invalid', 'false');
    expect(store.changes()).toEqual([]);
  });
});

describe('clearing everything', () => {
  const opened = [{ reference: 'registry.test/team/app-1:1', atMs: 0 }];

  beforeEach(() => {
    localStorage.setItem(recents.key, JSON.stringify(opened));
    store.lists.put({ pinned: opened });
    store.images = [imageOf(1, { kept: 'pinned' }), imageOf(2)];
    store.instead.set('POST /-/content', async () => {
      store.images = [];
      return Response.json({ count: 10, bytes: 30_800_000 });
    });
    show();
  });

  it('states what will be deleted, deletes it, and leaves the lists', async () => {
    await userEvent.click(page.getByRole('button', { name: 'Clear everything…' }));
    const dialog = page.getByRole('dialog', { name: 'Clear everything?' });
    await expect.element(dialog).toHaveTextContent('30.8 MB in 10 items, including 1 pinned image, will be deleted.');
    expect(dialog.getByRole('button', { name: 'Cancel' }).element()).toHaveFocus();
    await userEvent.click(dialog.getByRole('button', { name: 'Clear everything' }));
    await expect.element(page.getByText(clearMessages.cleared({ bytes: 30_800_000, count: 10 }))).toBeVisible();
    await expect.element(page.getByText(/Nothing is stored yet/)).toBeVisible();
    expect(store.changes()).toEqual([{ clear: true }]);
    await expect.element(page.getByRole('heading', { level: 1 })).toHaveFocus();
    expect(store.lists.lists.pinned).toEqual(opened);
    expect(localStorage.getItem(recents.key)).toBe(JSON.stringify(opened));
  });

  it('clears pinned and recent images too if chosen', async () => {
    await userEvent.click(page.getByRole('button', { name: 'Clear everything…' }));
    await userEvent.click(page.getByRole('checkbox', { name: clearMessages.alsoLists }));
    await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Clear everything' }));
    await expect.element(page.getByText(/^Cleared/)).toBeVisible();
    expect(store.lists.lists.pinned).toEqual([]);
    expect(localStorage.getItem(recents.key)).toBe('[]');
  });

  it('is cancelled by Escape', async () => {
    await userEvent.click(page.getByRole('button', { name: 'Clear everything…' }));
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(document.activeElement?.textContent).toBe('Clear everything…');
    expect(store.changes()).toEqual([]);
  });

  it('shows why it failed, keeps the lists, and can be retried', async () => {
    const works = store.instead.get('POST /-/content');
    store.instead.set('POST /-/content', async () => {
      throw new AppError('unavailable', 'the store is busy', { reason: 'internal' });
    });
    await userEvent.click(page.getByRole('button', { name: 'Clear everything…' }));
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Clear everything' });
    await userEvent.click(page.getByRole('checkbox'));
    await userEvent.click(confirm);
    await expect.element(page.getByRole('alert')).toHaveTextContent('Failed: the store is busy');
    expect(store.lists.lists.pinned).toEqual(opened);
    if (works) store.instead.set('POST /-/content', works);
    await userEvent.click(confirm);
    await expect.element(page.getByText(/^Cleared/)).toBeVisible();
  });
});

function show(): void {
  ({ close } = drawOver(store, host, <StoragePage />));
}

function headings(): readonly (string | null)[] {
  return page
    .getByRole('heading', { level: 2 })
    .elements()
    .map(({ textContent }) => textContent);
}

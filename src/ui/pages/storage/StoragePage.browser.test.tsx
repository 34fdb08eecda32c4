import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../errors/index.ts';
import { digestOf, drawOver, FakeStore, imageOf, nowMs } from '../../../testing/fixtures/storageFixture.tsx';
import { imageListMessages } from '../../messages/imageList.ts';
import { recents } from '../../saved/recent.ts';
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

describe('the page of what is stored', () => {
  it('says how much is held, the limit, what the whole site uses, and whether it lasts', async () => {
    vi.spyOn(navigator.storage, 'persisted').mockResolvedValue(false);
    store.images = [imageOf(1), imageOf(2)];
    show();
    await expect.element(page.getByText('30.8 MB (30,800,000 bytes) in 10 documents and layers')).toBeVisible();
    await expect.element(page.getByText('8.0 GB, 80 % of what the browser allows')).toBeVisible();
    await expect.element(page.getByText(/^200 MB .* of 10.0 GB .*, as the browser counts it/)).toBeVisible();
    await expect.element(page.getByRole('img', { name: 'under 1 % of what the browser allows' })).toBeVisible();
    await expect.element(page.getByText('The browser may clear this when the disk is full.')).toBeVisible();
  });

  it('asks the browser to keep it where a person presses that, and says what came of it', async () => {
    vi.spyOn(navigator.storage, 'persisted').mockResolvedValue(false);
    const persist = vi.spyOn(navigator.storage, 'persist').mockResolvedValue(false);
    show();
    const ask = page.getByRole('button', { name: 'Ask the browser to keep it' });
    await userEvent.click(ask);
    await expect.element(page.getByText(/The browser did not agree/)).toBeVisible();
    persist.mockResolvedValue(true);
    await userEvent.click(ask);
    await expect.element(page.getByText('The browser keeps this until you clear it.')).toBeVisible();
    expect([ask.elements(), persist.mock.calls.length]).toEqual([[], 2]);
  });

  it('says so where nothing is stored, with the limit and nothing to delete', async () => {
    show();
    await expect.element(page.getByText(/Nothing is stored yet/)).toBeVisible();
    expect(headings()).toEqual(['Limit', imageListMessages.title]);
  });

  it('says why it could not be read, and reads it when it is tried again', async () => {
    store.images = [imageOf(1)];
    store.instead.set('GET /-/content', async () => {
      throw new AppError('unavailable', 'the store is gone', { reason: 'internal' });
    });
    show();
    await expect.element(page.getByRole('alert')).toHaveAttribute('data-reason', 'internal');
    expect(headings()).toEqual(['Something went wrong', 'Clear']);
    await userEvent.click(page.getByRole('button', { name: 'Try again' }));
    await expect.element(page.getByRole('table', { name: 'Images' })).toBeVisible();
    expect(page.getByRole('alert').elements()).toEqual([]);
  });

  it('shows that it is on its way where that takes long', async () => {
    store.instead.set('GET /-/content', () => new Promise(() => undefined));
    show();
    await expect.element(page.getByRole('status', { name: 'Loading' })).toBeVisible();
  });

  it('lists downloads with how far they are, and drops them', async () => {
    const time = { startedAt: new Date(nowMs - 4e6).toISOString(), updatedAt: new Date(nowMs - 3e6).toISOString() };
    store.images = [imageOf(1)];
    store.ingests = [
      { ref: `blob-${digestOf(7)}`, offset: 12_000_000, total: 48_000_000, ...time },
      { ref: `blob-${digestOf(8)}`, offset: 900, total: 0, ...time },
    ];
    show();
    await expect.element(page.getByText('12.0 MB of 48.0 MB, last written 50 minutes ago')).toBeVisible();
    await expect.element(page.getByText('900 B so far')).toBeVisible();
    const bar = page.getByRole('progressbar', { name: 'Download of 00000000…007' }).element();
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['12000000', '48000000']);
    const button = page.getByRole('button', { name: 'Drop 00000000…007' });
    store.instead.set('POST /-/ingests', async () => {
      store.ingests = store.ingests.slice(1);
      return Response.json({ ingests: store.ingests });
    });
    await userEvent.click(button);
    await expect.element(page.getByText('Dropped.')).toBeVisible();
    await expect.element(page.getByText('12.0 MB of 48.0 MB')).not.toBeInTheDocument();
    expect(store.told.filter(({ url }) => url !== '/-/roots')).toEqual([
      { url: '/-/ingests', body: { drop: `blob-${digestOf(7)}` } },
    ]);
    expect(document.activeElement?.textContent).toBe('Downloads');
  });
});

describe('the limit', () => {
  const field = () => page.getByRole('textbox', { name: 'Keep at most' });

  it('is set, which says what went by it, and given up for the default', async () => {
    store.images = [imageOf(1)];
    show();
    await userEvent.fill(field(), '20');
    await userEvent.click(page.getByRole('button', { name: 'Set', exact: true }));
    store.limit = { limitBytes: 2e7, isOwnLimit: true };
    await expect.element(page.getByText('Set. 12.3 MB in 5 documents and layers freed.')).toBeVisible();
    expect(store.changes()).toEqual([{ limitBytes: 2e7 }]);
    store.freed = { count: 0, bytes: 0 };
    await userEvent.fill(field(), '21');
    await userEvent.click(page.getByRole('button', { name: 'Set', exact: true }));
    await expect.element(page.getByText('20.0 MB, set by you')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Use the default' }));
    await expect.element(page.getByText('The default is used.')).toBeVisible();
    expect(store.changes().at(-1)).toEqual({ limitBytes: null });
    expect(field().element()).toHaveFocus();
  });

  it('reports recent images first, so that nothing goes that was opened a moment ago', async () => {
    store.images = [imageOf(1)];
    show();
    await userEvent.fill(field(), '20');
    localStorage.setItem(recents.key, JSON.stringify([{ reference: 'a.b/c:1', atMs: 0, digest: digestOf(1) }]));
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => store.told.map(({ url }) => url)).toEqual(['/-/roots', '/-/roots', '/-/content']);
    expect(store.told[1]?.body).toEqual({ pinned: [], recent: [{ reference: 'a.b/c:1', digest: digestOf(1) }] });
  });

  it('is not set where the worker cannot be told what is pinned', async () => {
    store.images = [imageOf(1)];
    show();
    await userEvent.fill(field(), '20');
    localStorage.setItem(recents.key, JSON.stringify([{ reference: 'a.b/c:1', atMs: 0 }]));
    store.instead.set('POST /-/roots', async () => {
      throw new AppError('unavailable', 'the store is busy', { reason: 'internal' });
    });
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alert').filter({ hasText: 'Failed' })).toHaveTextContent('the store is busy');
    await expect.element(page.getByText(/What is pinned could not be told/)).toBeVisible();
    expect(store.changes()).toEqual([]);
  });

  it('that is none is refused in words, and sends nothing', async () => {
    store.images = [imageOf(1)];
    show();
    await expect.element(page.getByText(/as the browser counts it/)).toBeVisible();
    for (const [text, problem] of [
      ['12 x', 'Write a number of megabytes, as in 500.'],
      ['0.5', 'The least is 1 MB.'],
      ['20000', 'The browser allows 10.0 GB in all.'],
    ] as const) {
      await userEvent.fill(field(), text);
      await userEvent.keyboard('{Enter}');
      await expect.element(page.getByRole('alert').filter({ hasText: problem })).toBeVisible();
      expect(field().element()).toHaveAttribute('aria-invalid', 'true');
    }
    await userEvent.fill(field(), '10');
    await expect.element(page.getByText('Less than is held: about 5.4 MB would go at once.')).toBeVisible();
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

  it('says how much goes, goes on with nothing there, and leaves the lists as they are', async () => {
    await userEvent.click(page.getByRole('button', { name: 'Clear everything…' }));
    const dialog = page.getByRole('dialog', { name: 'Clear everything?' });
    await expect.element(dialog).toHaveTextContent('30.8 MB in 10 documents and layers go, 1 pinned image among them.');
    expect(dialog.getByRole('button', { name: 'Cancel' }).element()).toHaveFocus();
    await userEvent.click(dialog.getByRole('button', { name: 'Clear everything' }));
    await expect.element(page.getByText('Cleared: 30.8 MB in 10 documents and layers.')).toBeVisible();
    await expect.element(page.getByText(/Nothing is stored yet/)).toBeVisible();
    expect(store.changes()).toEqual([{ clear: true }]);
    await expect.element(page.getByRole('heading', { level: 1 })).toHaveFocus();
    expect(store.lists.lists.pinned).toEqual(opened);
    expect(localStorage.getItem(recents.key)).toBe(JSON.stringify(opened));
  });

  it('forgets pins and recent images too where a person wants that', async () => {
    await userEvent.click(page.getByRole('button', { name: 'Clear everything…' }));
    await userEvent.click(page.getByRole('checkbox', { name: 'Also forget pins and recent images' }));
    await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Clear everything' }));
    await expect.element(page.getByText(/^Cleared/)).toBeVisible();
    expect(store.lists.lists.pinned).toEqual([]);
    expect(localStorage.getItem(recents.key)).toBe('[]');
  });

  it('is left by Escape, with nothing done', async () => {
    await userEvent.click(page.getByRole('button', { name: 'Clear everything…' }));
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(document.activeElement?.textContent).toBe('Clear everything…');
    expect(store.changes()).toEqual([]);
  });

  it('that fails says why, keeps the lists, and can be tried again', async () => {
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

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../errors/index.ts';
import { digestOf, drawOver, FakeStore, imageOf } from '../../../testing/fixtures/storageFixture.tsx';
import { deletedText, deleteMessages, freedText, freeMessages, imagesMessages } from '../../messages/storage.ts';
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
});

describe('the images', () => {
  it('show type, protection, size, unique data and last use', async () => {
    store.images = [imageOf(1, { kept: 'tagged' }), imageOf(2, { ownBytes: 15_400_000 }), imageOf(3, { ownBytes: 0 })];
    show();
    const rows = page.getByRole('row');
    await expect
      .element(rows.nth(1))
      .toHaveTextContent(/app-1:1.*Image.*tagged.*15.4 MB.*12.3 MB unique.*1 minute ago/);
    await expect.element(rows.nth(2)).toHaveTextContent(/bytes\)unique/);
    await expect.element(rows.nth(3)).toHaveTextContent('fully shared');
    await expect
      .element(page.getByRole('link', { name: 'registry.test/team/app-1:1' }))
      .toHaveAttribute('href', `#registry.test/team/app-1@${digestOf(1)}`);
    await expect.element(page.getByTitle(imagesMessages.uniqueTitle('12,300,000 bytes'))).toBeVisible();
  });

  it('can be searched and sorted', async () => {
    store.images = [imageOf(1, { bytes: 5 }), imageOf(2, { bytes: 9 }), imageOf(12, { bytes: 7 })];
    show();
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Order' }), imagesMessages.orders.largest);
    expect(names()).toEqual(['app-2:1', 'app-12:1', 'app-1:1']);
    await userEvent.fill(page.getByRole('searchbox', { name: 'Search images' }), 'app-1');
    await expect.element(page.getByText('2 of 3 images')).toBeVisible();
    expect(names()).toEqual(['app-12:1', 'app-1:1']);
    await userEvent.fill(page.getByRole('searchbox', { name: 'Search images' }), 'nothing');
    await expect.element(page.getByText(imagesMessages.noMatch)).toBeVisible();
  });

  it('can be pinned and unpinned', async () => {
    store.images = [imageOf(1), imageOf(2)];
    show();
    await userEvent.click(page.getByRole('button', { name: 'Pin registry.test/team/app-2:1' }));
    await expect.element(page.getByRole('row').nth(2)).toHaveTextContent('pinned');
    await expect
      .poll(() => store.lists.lists.pinned)
      .toMatchObject([{ reference: 'registry.test/team/app-2:1', digest: digestOf(2), title: 'Image' }]);
    await userEvent.click(page.getByRole('button', { name: 'Unpin registry.test/team/app-2:1' }));
    await expect.element(page.getByRole('row').nth(2)).not.toHaveTextContent('pinned');
    await expect.poll(() => store.lists.lists.pinned).toEqual([]);
  });

  it('render only the visible rows of 1,000', async () => {
    store.images = Array.from({ length: 1000 }, (_, index) => imageOf(index + 1));
    show();
    const table = page.getByRole('table', { name: 'Images' });
    await expect.element(table).toHaveAttribute('aria-rowcount', '1001');
    await expect.poll(() => names().length).toBeGreaterThan(5);
    expect(host.querySelectorAll('tr').length).toBeLessThan(60);
    const box = table.element().parentElement;
    await expect
      .poll(() => {
        box?.scrollTo(0, box.scrollHeight);
        return names().at(-1);
      })
      .toBe('app-1000:1');
    expect(host.querySelectorAll('tr').length).toBeLessThan(60);
  });
});

it('shows the result of deleting the last image, and focuses the heading', async () => {
  store.images = [imageOf(1)];
  store.instead.set('POST /-/content', async () => {
    store.images = [];
    return Response.json(store.freed);
  });
  show();
  await userEvent.click(page.getByRole('button', { name: 'Delete registry.test/team/app-1:1', exact: true }));
  await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }));
  await expect.element(page.getByText(imagesMessages.empty)).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Images' })).toHaveFocus();
  await expect.element(page.getByText(/^Deleted registry.test/)).toBeVisible();
});

describe('deleting an image', () => {
  beforeEach(() => {
    store.images = [imageOf(1), imageOf(2), imageOf(3)];
    store.instead.set('POST /-/content', async () => {
      store.images = store.images.filter(({ digest }) => digest !== digestOf(2));
      return Response.json(store.freed);
    });
    const opened = { reference: 'registry.test/team/app-2:1', atMs: 0, digest: digestOf(2) };
    const other = { ...opened, reference: 'registry.test/team/app-1:1', digest: digestOf(1) };
    store.lists.put({ pinned: [other, opened] });
    localStorage.setItem(recents.key, JSON.stringify([opened]));
    show();
  });

  const deleteButton = (index: number) =>
    page.getByRole('button', { name: `Delete registry.test/team/app-${index}:1`, exact: true });

  it('states what it frees, then what was freed, and removes its pin', async () => {
    await userEvent.click(deleteButton(2));
    const dialog = page.getByRole('dialog', { name: 'Delete this image?' });
    await expect.element(dialog).toHaveTextContent(deletedText({ bytes: 15_400_000, ownBytes: 12_300_000 }));
    await expect.element(dialog).toHaveTextContent(deleteMessages.pinned);
    await userEvent.click(dialog.getByRole('button', { name: 'Delete', exact: true }));
    await expect
      .element(page.getByText(deleteMessages.deleted('registry.test/team/app-2:1', store.freed)))
      .toBeVisible();
    expect(store.changes()).toEqual([{ delete: [digestOf(2)] }]);
    expect(names()).toEqual(['app-1:1', 'app-3:1']);
    const { pinned } = store.lists.lists;
    expect(pinned).toMatchObject([{ reference: 'registry.test/team/app-1:1' }]);
    expect(localStorage.getItem(recents.key)).toContain('app-2:1');
    await expect.element(deleteButton(3)).toHaveFocus();
  });

  it('keeps image and pin if it fails, and restores the focus', async () => {
    store.instead.set('POST /-/content', async () => {
      throw new AppError('unavailable', 'the store is busy', { reason: 'internal' });
    });
    await userEvent.click(deleteButton(2));
    await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }));
    await expect.element(page.getByRole('alert')).toHaveTextContent('Failed: the store is busy');
    await userEvent.click(page.getByRole('button', { name: 'Cancel' }));
    expect(names()).toEqual(['app-1:1', 'app-2:1', 'app-3:1']);
    expect(JSON.stringify(store.lists.lists.pinned)).toContain('app-2:1');
    await expect.element(deleteButton(2)).toHaveFocus();
  });
});

describe('freeing space', () => {
  it('offers unprotected content, and shows what was freed', async () => {
    store.images = [imageOf(1), imageOf(2, { kept: 'tagged' })];
    store.loose = { count: 2, bytes: 700_000 };
    show();
    await userEvent.click(page.getByRole('button', { name: 'Free space…' }));
    await expect
      .element(page.getByRole('radio', { name: /^Not pinned, offline, tagged or recent: 13.0 MB/ }))
      .toBeChecked();
    await userEvent.click(page.getByRole('button', { name: 'Free 13.0 MB' }));
    await expect.element(page.getByText(freedText({ bytes: 12_300_000, count: 5 }))).toBeVisible();
    expect(store.changes()).toEqual([{ evictBytes: 13_000_000, onlyUnprotected: true }]);
  });

  it('accepts an amount in MB and rejects other text', async () => {
    store.images = [imageOf(1, { kept: 'tagged' })];
    show();
    await userEvent.click(page.getByRole('button', { name: 'Free space…' }));
    await expect.element(page.getByRole('radio', { name: /: none$/ })).toBeDisabled();
    const amount = page.getByRole('textbox', { name: 'At least MB' });
    await userEvent.fill(amount, 'much');
    await expect.element(page.getByRole('alert')).toHaveTextContent(freeMessages.invalid);
    await expect.element(page.getByRole('button', { name: 'Free', exact: true })).toBeDisabled();
    await userEvent.fill(amount, '5');
    await userEvent.click(page.getByRole('button', { name: 'Free 5.0 MB' }));
    await expect.poll(() => store.changes()).toEqual([{ evictBytes: 5_000_000, onlyUnprotected: false }]);
  });
});

function show(): void {
  ({ close } = drawOver(store, host, <StoragePage />));
}

/** Returns the names of the rendered images, in order. */
function names(): readonly (string | undefined)[] {
  return [...host.querySelectorAll<HTMLElement>('tbody th a > span')].map(({ title }) => title.split('/').at(-1));
}

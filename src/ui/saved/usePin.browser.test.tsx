import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { drawOver, FakeStore } from '../../testing/fixtures/storageFixture.tsx';
import { usePin } from './usePin.ts';

let host: HTMLElement;
let close: () => void;

beforeEach(() => {
  localStorage.clear();
  host = document.createElement('main');
  document.body.append(host);
});
afterEach(() => {
  close();
  host.remove();
  vi.restoreAllMocks();
});

it('asks for persistent storage with the first pin, and pins also if the browser refuses', async () => {
  vi.spyOn(navigator.storage, 'persisted').mockResolvedValue(false);
  const persist = vi.spyOn(navigator.storage, 'persist').mockRejectedValue(new TypeError('not supported'));
  const store = new FakeStore();
  ({ close } = drawOver(store, host, <Pin />));
  await userEvent.click(page.getByRole('button', { name: 'Pin' }));
  await expect.element(page.getByRole('button', { name: 'Unpin' })).toBeVisible();
  expect(store.lists.lists.pinned).toMatchObject([{ reference: 'a.b/c:1' }]);
  await expect.poll(() => persist.mock.calls.length).toBe(1);
  await userEvent.click(page.getByRole('button', { name: 'Unpin' }));
  await userEvent.click(page.getByRole('button', { name: 'Pin', exact: true }));
  await expect.element(page.getByRole('button', { name: 'Unpin' })).toBeVisible();
  expect(persist).toHaveBeenCalledTimes(1);
});

function Pin() {
  const { isPinned, toggle } = usePin({ reference: 'a.b/c:1', atMs: 0 });
  return (
    <button type="button" onClick={toggle}>
      {isPinned ? 'Unpin' : 'Pin'}
    </button>
  );
}

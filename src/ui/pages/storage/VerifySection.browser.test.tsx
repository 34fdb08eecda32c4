import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { VerifyStep } from '../../../api/index.ts';
import { AppError } from '../../../errors/index.ts';
import { digestOf, drawOver, FakeStore } from '../../../testing/fixtures/storageFixture.tsx';
import { VerifySection } from './VerifySection.tsx';

const total = { count: 4, bytes: 1000 };

let store: FakeStore;
let host: HTMLElement;
let close: () => void;
let say: (step: Partial<VerifyStep>) => void;
let closed: number;

beforeEach(() => {
  closed = 0;
  store = new FakeStore();
  store.openDedicatedWorker = async ({ url, method, signal }) => {
    expect([url, method]).toEqual(['/-/verify', 'POST']);
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (started) => {
        controller = started;
      },
    });
    signal?.addEventListener('abort', () => controller?.error(signal.reason));
    say = (step) =>
      controller?.enqueue(new TextEncoder().encode(`${JSON.stringify({ count: 0, bytes: 0, total, ...step })}\n`));
    return { response: new Response(body), close: () => void closed++ };
  };
  host = document.createElement('main');
  document.body.append(host);
  ({ close } = drawOver(store, host, <VerifySection />));
});
afterEach(() => {
  close();
  host.remove();
});

const start = () => userEvent.click(page.getByRole('button', { name: 'Check everything' }));

describe('checking everything', () => {
  it('shows how far it is, and that all is sound; the focus stays on its button', async () => {
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    say({ state: 'read', count: 1, bytes: 300 });
    await expect.element(page.getByText('1 of 4, 300 B of 1.0 kB')).toBeVisible();
    const bar = page.getByRole('progressbar', { name: 'Checked' }).element();
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['300', '1000']);
    await expect.element(page.getByRole('status')).toHaveTextContent('25 % checked');
    await expect.element(page.getByRole('button', { name: 'Stop' })).toHaveFocus();
    say({ state: 'done', ...total });
    await expect.element(page.getByRole('status')).toHaveTextContent('All 4 are sound.');
    await expect.element(page.getByRole('button', { name: 'Check everything' })).toHaveFocus();
    expect([closed, page.getByRole('progressbar').elements()]).toEqual([1, []]);
  });

  it('names what was damaged: what was fetched anew, and what could not be, with why', async () => {
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    say({ state: 'healed', digest: digestOf(1), count: 1 });
    say({ state: 'corrupt', digest: digestOf(2), count: 2, why: 'registry.test cannot be reached' });
    say({ state: 'done', ...total });
    await expect.element(page.getByRole('status')).toHaveTextContent('2 were damaged, 2 are sound.');
    await expect.element(page.getByText('1 was damaged and fetched anew:')).toBeVisible();
    await expect.element(page.getByText('1 is damaged and could not be fetched:')).toBeVisible();
    await expect.element(page.getByTitle(digestOf(1))).toHaveAttribute('href', `#${digestOf(1)}`);
    const lost = page.getByRole('listitem').filter({ hasText: '00000000…002' });
    await expect.element(lost).toHaveTextContent('registry.test cannot be reached');
  });

  it('is stopped, says how far it was, and can be begun again', async () => {
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    say({ state: 'read', count: 1, bytes: 300 });
    await expect.element(page.getByText('1 of 4, 300 B of 1.0 kB')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Stop' }));
    await expect.element(page.getByRole('status')).toHaveTextContent('Stopped: 1 of 4 were checked.');
    expect(closed).toBe(1);
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    say({ state: 'done', ...total });
    await expect.element(page.getByRole('status')).toHaveTextContent('All 4 are sound.');
  });

  it('says why it could not go on', async () => {
    store.openDedicatedWorker = async () => {
      throw new AppError('unavailable', 'the worker is gone', { reason: 'internal' });
    };
    await start();
    await expect.element(page.getByRole('status')).toHaveTextContent('It could not go on: the worker is gone');
  });

  it('ends with the page', async () => {
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    close();
    await expect.poll(() => closed).toBe(1);
    ({ close } = drawOver(store, host, null));
  });
});

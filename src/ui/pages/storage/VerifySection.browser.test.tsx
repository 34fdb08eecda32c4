import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../errors/index.ts';
import { digestOf, drawOver, FakeStore } from '../../../testing/fixtures/storageFixture.tsx';
import { corruptText, verificationMessages } from '../../messages/verification.ts';
import { VerifySection } from './VerifySection.tsx';

const total = { count: 4, bytes: 1000 };

let store: FakeStore;
let host: HTMLElement;
let close: () => void;
let emit: (line: object) => void;
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
    emit = (line) => controller?.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
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

const start = () => userEvent.click(page.getByRole('button', { name: verificationMessages.start }));

describe('verifying everything', () => {
  it('shows progress and the result, and keeps the focus on its button', async () => {
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    emit({ progress: { done: { count: 1, bytes: 300 }, total } });
    await expect.element(page.getByText('1 of 4, 300 B of 1.0 kB')).toBeVisible();
    const bar = page.getByRole('progressbar', { name: verificationMessages.progress }).element();
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['300', '1000']);
    await expect.element(page.getByRole('status')).toHaveTextContent('25% verified');
    await expect.element(page.getByRole('button', { name: 'Stop' })).toHaveFocus();
    emit({ result: total });
    await expect.element(page.getByRole('status')).toHaveTextContent('All 4 items OK');
    await expect.element(page.getByRole('button', { name: verificationMessages.start })).toHaveFocus();
    expect([closed, page.getByRole('progressbar').elements()]).toEqual([1, []]);
  });

  it('lists repaired items, and items that could not be repaired with the reason', async () => {
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    emit({ item: { state: 'healed', digest: digestOf(1) } });
    emit({ item: { state: 'corrupt', digest: digestOf(2), why: 'registry.test cannot be reached' } });
    emit({ result: total });
    await expect.element(page.getByRole('status')).toHaveTextContent('2 corrupt, 2 OK');
    await expect.element(page.getByText(corruptText(1, 'healed'))).toBeVisible();
    await expect.element(page.getByText(corruptText(1, 'corrupt'))).toBeVisible();
    await expect.element(page.getByTitle(digestOf(1))).toHaveAttribute('href', `#${digestOf(1)}`);
    const lost = page.getByRole('listitem').filter({ hasText: '00000000…002' });
    await expect.element(lost).toHaveTextContent('registry.test cannot be reached');
  });

  it('stops, shows how far it got, and can be started again', async () => {
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    emit({ progress: { done: { count: 1, bytes: 300 }, total } });
    await expect.element(page.getByText('1 of 4, 300 B of 1.0 kB')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Stop' }));
    await expect.element(page.getByRole('status')).toHaveTextContent('Stopped: 1 of 4 items verified');
    expect(closed).toBe(1);
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    emit({ result: total });
    await expect.element(page.getByRole('status')).toHaveTextContent('All 4 items OK');
  });

  it('shows why it failed', async () => {
    store.openDedicatedWorker = async () => {
      throw new AppError('unavailable', 'the worker is gone', { reason: 'internal' });
    };
    await start();
    await expect.element(page.getByRole('status')).toHaveTextContent('Verification failed: the worker is gone');
  });

  it('stops when the page is closed', async () => {
    await start();
    await expect.element(page.getByText('Starting…')).toBeVisible();
    close();
    await expect.poll(() => closed).toBe(1);
    ({ close } = drawOver(store, host, null));
  });
});

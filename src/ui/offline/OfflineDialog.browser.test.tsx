import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { formatError } from '../../api/index.ts';
import type { Client } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { digestOf, drawOver, FakeStore, imageOf, nowMs } from '../../testing/fixtures/storageFixture.tsx';
import { offlineMessages } from '../messages/offline.ts';
import { OfflineSection } from '../pages/storage/OfflineSection.tsx';
import type { OfflineImage } from '../saved/offlineList.ts';
import { entryOf } from '../saved/offlineTarget.ts';
import { OfflineDialog } from './OfflineDialog.tsx';

const target = {
  reference: 'registry.test/team/app:1',
  digest: digestOf(1),
  repository: { host: 'registry.test', name: 'team/app' },
  title: 'Index of 3 platforms',
  icon: 'index' as const,
};
const entry: OfflineImage = {
  ...entryOf(target, { layers: true, referrers: false }, nowMs),
  state: 'done',
  bytes: 5000,
};
const amount = { count: 5, bytes: 31e6, hereCount: 1, hereBytes: 3e6 };
const measured = {
  documents: { ...amount, count: 12, bytes: 18_000, hereBytes: 0, hereCount: 0 },
  layers: amount,
  referrers: 2,
  lacking: 0,
  foreignLayers: 1,
  referrersUnknown: 0,
  platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'],
};

const intact = { count: 5, missing: 0, corrupt: 0, verifiedAtMs: nowMs };

/** The worker's last line of a verification. */
const verifiedLine = `${JSON.stringify({ result: { count: 0, bytes: 0 } })}\n`;

let store: FakeStore;
let host: HTMLElement;
let close: () => void;
let requests: string[];
let answer: (url: string) => Response;
let check: (url: string) => object;

beforeEach(() => {
  localStorage.clear();
  host = document.createElement('main');
  document.body.append(host);
  store = new FakeStore();
  requests = [];
  check = () => intact;
  answer = () => new Response(`${JSON.stringify({ result: measured })}\n`);
});
afterEach(() => {
  close();
  host.remove();
  localStorage.clear();
});

const dialog = page.getByRole('dialog');

describe('the offline dialog', () => {
  it('shows the estimate and what is left out, and updates it for other options', async () => {
    show();
    await expect.element(dialog.getByText('12 items, 18 kB')).toBeVisible();
    await expect.element(dialog.getByText('5 layers, 31.0 MB, 3.0 MB downloaded')).toBeVisible();
    await expect.element(dialog.getByText('Needs 28.0 MB; 9.8 GB free')).toBeVisible();
    await expect.element(dialog.getByText('1 foreign layer is not in the registry', { exact: false })).toBeVisible();
    await userEvent.click(dialog.getByRole('checkbox', { name: /^Layers/ }));
    await expect.element(dialog.getByText('Needs 18 kB; 9.8 GB free')).toBeVisible();
    expect(requests).toHaveLength(1);
    await userEvent.click(dialog.getByRole('checkbox', { name: 'linux/s390x' }));
    await expect.poll(() => requests.length).toBe(2);
    expect(requests[1]).toContain('platform=linux%2Famd64&platform=linux%2Farm64&measure');
    for (const name of ['linux/amd64', 'linux/arm64']) await userEvent.click(dialog.getByRole('checkbox', { name }));
    await expect.element(dialog.getByText(offlineMessages.noPlatform)).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: offlineMessages.download })).toBeDisabled();
  });

  it('warns if space is short, and pauses when storage is full', async () => {
    store.site = { usedBytes: 90e6, quotaBytes: 100e6 };
    show();
    await expect.element(dialog.getByText('Needs 28.0 MB; only 10.0 MB free')).toBeVisible();
    const full = new AppError('resource_exhausted', 'full', { reason: 'quota' });
    answer = () => new Response(`${JSON.stringify({ error: formatError(full) })}\n`);
    await userEvent.click(dialog.getByRole('button', { name: offlineMessages.download }));
    await expect.element(dialog.getByRole('alert')).toHaveAttribute('data-reason', 'quota');
    await expect.poll(() => store.lists.lists.offline).toMatchObject([{ state: 'paused', why: 'quota' }]);
    answer = () => new Response(`${JSON.stringify({ result: null })}\n`);
    await userEvent.click(dialog.getByRole('button', { name: 'Try again' }));
    await expect.element(dialog.getByText('Available offline, verified just now')).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: offlineMessages.remove }));
    await expect.poll(() => store.lists.lists.offline).toEqual([]);
  });

  it('shows why the estimate failed', async () => {
    const refusal = new AppError('permission_denied', 'no', { reason: 'denied' });
    answer = () => new Response(`${JSON.stringify({ error: formatError(refusal) })}\n`);
    show();
    await expect.element(dialog.getByRole('alert')).toHaveAttribute('data-reason', 'denied');
    answer = () => new Response(`${JSON.stringify({ result: measured })}\n`);
    await userEvent.click(dialog.getByRole('button', { name: 'Try again' }));
    await expect.element(dialog.getByText('12 items, 18 kB')).toBeVisible();
  });
});

describe('the offline list', () => {
  it('shows that an image was removed, and downloads it again', async () => {
    check = (url) => (url.includes(digestOf(2)) ? { count: 1, missing: 1, corrupt: 0 } : intact);
    drawList({ ...entry, digest: digestOf(2) }, entry);
    const rows = page.getByRole('listitem');
    await expect.element(rows.nth(0)).toHaveTextContent('Removed');
    await expect.element(rows.nth(1)).toHaveTextContent('Available offline, verified just now');
    answer = () => new Response(`${JSON.stringify({ result: null })}\n`);
    store.openDedicatedWorker = async () => ({ response: new Response(verifiedLine), close: () => undefined });
    await userEvent.click(rows.nth(0).getByRole('button', { name: /^Download again/ }));
    await expect.poll(() => requests).toHaveLength(1);
  });

  it('does not offer to free a pinned image', async () => {
    store.lists.put({ pinned: [{ reference: 'x', digest: entry.digest, atMs: 1 }] });
    drawList(entry);
    await userEvent.click(page.getByRole('button', { name: /^Remove from offline/ }));
    await expect.element(page.getByText('It is pinned and stays stored.', { exact: false })).toBeVisible();
    expect(page.getByRole('button', { name: /^Free/ }).elements()).toEqual([]);
  });
});

function drawList(...entries: readonly OfflineImage[]): void {
  const tag = { atMs: nowMs, digest: entry.digest };
  store.lists.put({ offline: entries.map((each) => ({ ...each, tag })) });
  draw(<OfflineSection facts={{ images: [imageOf(1)] }} />);
}

function show(): void {
  draw(<OfflineDialog target={target} onClose={() => undefined} />);
}

function draw(children: React.ReactNode): void {
  const { ask } = store;
  const answering: Client['ask'] = async (request) => {
    if (!request.url.startsWith('/-/keep/')) return ask(request);
    if (request.url.endsWith('check')) return new Response(`${JSON.stringify({ result: check(request.url) })}\n`);
    requests.push(request.url);
    return answer(request.url);
  };
  Object.assign(store, { ask: answering });
  ({ close } = drawOver(store, host, children));
}

import { expect, type Page, test } from 'playwright/test';
import type { ContentResponse } from '../src/api/index.ts';
import { pushSmallImage } from '../src/testing/fixtures/smallImage.ts';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { pushBlob } from '../src/testing/servers/pushContent.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

let app: App;
let registry: DistributionRegistry;
test.beforeEach(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
});
test.afterEach(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

test('above the limit the least recently opened image is evicted, and a pinned one stays', async ({ page }) => {
  const first = await push('first');
  const second = await push('second');
  await open(page, first);
  await open(page, second);
  await new ImagePage(page).row('').click();
  const told = page.waitForResponse((response) => response.request().postDataJSON()?.pinned?.length === 1);
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  await told;
  const { heldBytes } = await held(page);
  await tell(page, '/-/content', { limitBytes: Math.ceil(heldBytes * 1.6) });

  for (const name of ['third', 'fourth']) await open(page, await push(name));
  const names = async () => (await held(page)).images.map(({ repositories }) => repositories[0]?.name).sort();
  await expect.poll(names).not.toContain('first');
  expect(await names()).toContain('second');
  expect((await held(page)).heldBytes).toBeLessThanOrEqual(heldBytes * 1.6);
  await registry.pause();
  // A page caches what it has read; a new one reads the store.
  await page.goto('about:blank');
  await open(page, second);
  await new ImagePage(page).open(app.origin, first);
  await expect(page.getByRole('alert')).toHaveAttribute('data-reason', 'unreachable');
  await registry.resume();
});

test('content that another tab is reading stays until it has been read', async ({ context }) => {
  const [reading, other] = [await context.newPage(), await context.newPage()];
  const { digest } = await pushBlob(registry.host, 'large', 'x'.repeat(24 * 2 ** 20));
  await open(reading, await push('image'));
  await other.goto(app.origin);
  const url = `/v2/large/blobs/${digest}?ns=${registry.host}`;
  await reading.evaluate(async (path) => {
    await (await fetch(path)).arrayBuffer();
    const reader = (await fetch(path)).body?.getReader();
    const first = await reader?.read();
    Object.assign(window, { reader, first: first?.value?.length ?? 0 });
  }, url);
  await tell(other, '/-/content', { clear: true });
  expect(await digests(other)).toEqual([digest]);
  const read = await reading.evaluate(async () => {
    const { reader, first } = window as unknown as { reader: ReadableStreamDefaultReader<Uint8Array>; first: number };
    let bytes = first;
    for (let next = await reader.read(); !next.done; next = await reader.read()) bytes += next.value.length;
    return bytes;
  });
  expect(read).toBe(24 * 2 ** 20);
  await tell(other, '/-/content', { clear: true });
  expect(await digests(other)).toEqual([]);
});

/** Pushes a new image; returns its reference by digest. */
async function push(name: string): Promise<string> {
  return `${registry.host}/${name}@${(await pushSmallImage(registry.host, name)).digest}`;
}

async function open(page: Page, reference: string): Promise<void> {
  const image = new ImagePage(page);
  await image.open(app.origin, reference);
  await expect(image.row('')).toHaveAttribute('data-digest', reference.slice(reference.indexOf('@') + 1));
  await image.row('config').click();
  await image.settled();
  await untilControlled(page);
}

async function tell(page: Page, url: string, body: object): Promise<void> {
  const status = await page.evaluate(
    async ([path, text]) => (await fetch(path, { method: 'POST', body: text })).status,
    [url, JSON.stringify(body)] as const,
  );
  expect(status).toBe(200);
}

function held(page: Page): Promise<ContentResponse> {
  return page.evaluate(async () => (await fetch('/-/content')).json());
}

function digests(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { blobs } = await (await fetch('/-/content/blobs')).json();
    return blobs.map(({ digest }: { digest: string }) => digest);
  });
}

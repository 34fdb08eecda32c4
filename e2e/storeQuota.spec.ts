import { expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { pushBlob } from '../src/testing/servers/pushContent.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';
import { unfoldDetails } from './support/details.ts';
import { type PushedImage, pushImage } from './support/pushImage.ts';

const words = 'not cached: storage is full';

const ampleBytes = 24_000_000;

let app: App;
let registry: DistributionRegistry;
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
});
test.beforeEach(({ context }) => unfoldDetails(context));
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

test('an image is shown completely when the storage is full, and stored at the next open when it is not', async ({
  page,
}) => {
  const [before, refused] = [
    await pushImage(registry.host, 'quota/app', 'before'),
    await pushImage(registry.host, 'quota/app', 'refused'),
  ];
  const image = new ImagePage(page);
  const setQuota = await quotaOf(page);
  await setQuota(ampleBytes);
  await open(image, before);
  await untilControlled(page);
  // Unpinned images may be evicted to make space for the next one.
  const told = page.waitForResponse((response) => response.request().postDataJSON()?.pinned?.length === 1);
  await page.getByRole('button', { name: 'Pin' }).click();
  await told;
  const stored = await readStored(page);
  expect(stored.infos.map(({ digest }) => digest)).toEqual([before.digest, before.config].toSorted());

  await setQuota(1);
  await expect.poll(() => tryToStore(page), { timeout: 60_000 }).toBe('QuotaExceededError');
  await test.step('the tree is complete, and the page says that nothing is stored', async () => {
    await open(image, refused);
    await expect(page.getByRole('status').getByText(words)).toBeVisible();
    await expect(page.getByRole('article').locator('header [data-proof]')).toHaveText('digest matches, not stored');
    await image.row('config').click();
    await expect(page.getByRole('article').getByText('refused')).toBeVisible();
    await expect(page.getByRole('definition').filter({ hasText: words })).toBeVisible();
    await expect(image.alert).toHaveCount(0);
  });
  await test.step('a large blob is returned completely', async () => {
    const text = 'layer '.repeat(1_000_000);
    const { digest } = await pushBlob(registry.host, 'quota/app', text);
    expect(await digestOf(page, `/v2/quota/app/blobs/${digest}?ns=${registry.host}`)).toBe(digest);
  });
  await test.step('nothing is half stored', async () => {
    expect(await readStored(page)).toEqual(stored);
  });
  await test.step('what was stored before opens without its registry', async () => {
    await registry.pause();
    await open(image, before);
    await expect(page.getByRole('article').locator('header [data-proof]')).toHaveText('digest matches');
    await registry.resume();
  });

  await setQuota(undefined);
  await open(image, refused);
  await expect(page.getByRole('article').locator('header [data-proof]')).toHaveText('digest matches');
  await expect(page.getByText(words)).toHaveCount(0);
  const { infos, faults, ingests } = await readStored(page);
  expect(infos.map(({ digest }) => digest)).toEqual(
    [before.digest, before.config, refused.digest, refused.config].toSorted(),
  );
  expect([faults, ingests]).toEqual([[], []]);
  await registry.pause();
  await open(image, refused);
  await registry.resume();
});

/** Reopens it, and waits until all rows are shown as the manifest lists them. */
async function open(image: ImagePage, { digest, config, layer }: PushedImage): Promise<void> {
  await image.page.goto('about:blank');
  await image.open(app.origin, `${registry.host}/quota/app@${digest}`);
  await expect(image.row('layers/0')).toHaveAttribute('data-digest', layer);
  await expect(image.row('config')).toHaveAttribute('data-digest', config);
  await image.settled();
}

/** Undefined is the browser's default. */
async function quotaOf(page: Page): Promise<(quotaBytes: number | undefined) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  return (quotaSize) =>
    session.send('Storage.overrideQuotaForOrigin', {
      origin: app.origin,
      ...(quotaSize === undefined ? {} : { quotaSize }),
    });
}

/**
 * Returns how a write of the origin ends. Chromium checks the quota again twice a minute, or if a write is larger than
 * the space it last knew of.
 */
async function tryToStore(page: Page): Promise<string> {
  return page.evaluate(async (size) => {
    const opening = indexedDB.open('probe', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('bytes', { autoIncrement: true });
    await new Promise((resolve, reject) => {
      opening.onsuccess = resolve;
      opening.onerror = () => reject(opening.error);
    });
    const transaction = opening.result.transaction('bytes', 'readwrite');
    transaction.objectStore('bytes').put(new ArrayBuffer(size));
    const ended = await new Promise<string>((resolve) => {
      transaction.oncomplete = () => resolve('stored');
      transaction.onabort = () => resolve(transaction.error?.name ?? '');
    });
    opening.result.close();
    return ended;
  }, ampleBytes);
}

async function digestOf(page: Page, url: string): Promise<string> {
  return page.evaluate(async (address) => {
    const bytes = await (await fetch(address)).arrayBuffer();
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return `sha256:${Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  }, url);
}

import { expect, type Page, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { type Deployment, type Release, readRelease, startDeployment } from './support/deployment.ts';
import { judge } from './support/judge.ts';

const hourMs = 3_600_000;

let a: Release;
let b: Release;
let deployment: Deployment;
test.beforeEach(async () => {
  [a, b] = await Promise.all([readRelease('a'), readRelease('b')]);
  deployment = await startDeployment(a);
});
test.afterEach(async () => {
  await deployment.remove();
});

test('a newer release is offered to open pages, and installed tab by tab with nothing lost', async ({ context }) => {
  const [before, updating] = [new ImagePage(await context.newPage()), new ImagePage(await context.newPage())];
  await before.page.clock.install();
  for (const image of [before, updating]) await openSample(image);
  await updating.page.getByRole('button', { name: 'Pin', exact: true }).click();
  await updating.page.getByRole('button', { name: 'Theme: system' }).click();
  await expect.poll(() => caches(before.page)).toHaveLength(1);

  await countLooks(before.page);
  await deployment.deploy(b);
  await before.page.clock.fastForward(hourMs);
  await expect.poll(() => before.page.evaluate(() => document.documentElement.dataset.looks)).toBe('1');
  for (const image of [before, updating]) await expect(offer(image.page)).toBeVisible();
  await expect.poll(() => caches(before.page)).toHaveLength(2);
  await before.page.evaluate(() => Object.assign(window, { typed: 'by a person' }));
  await judge(updating.page, 'update', 'light', 1280);

  await updating.row('manifests/1').click();
  await updating.page.getByRole('tab', { name: 'Raw' }).click();
  await expect(raw(updating.page)).toContainText('"layers"');
  const address = updating.page.url();
  await offer(updating.page).click();
  await expectRelease(updating.page, 'b');
  await expect(raw(updating.page)).toContainText('"layers"');
  expect(updating.page.url()).toBe(address);
  await expect(updating.page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(offer(updating.page)).toHaveCount(0);

  // Its files are no longer on any host.
  await expectRelease(before.page, 'a');
  await expect(offer(before.page)).toBeVisible();
  const loaded: string[] = [];
  before.page.on('response', (response) => loaded.push(`${response.status()} ${new URL(response.url()).pathname}`));
  await before.page.getByRole('tab', { name: 'Raw' }).click();
  await expect(raw(before.page)).toContainText('"manifests"');
  await before.page.getByRole('link', { name: 'Storage', exact: true }).click();
  await expect(before.page.getByRole('heading', { level: 1 })).toHaveText('Storage');
  await expect
    .poll(() => loaded)
    .toEqual(expect.arrayContaining(['200 /assets/image-raw-a.js', '200 /assets/pages-storage-a.js']));
  expect(await before.page.evaluate(() => 'typed' in window)).toBe(true);
  expect(await caches(before.page)).toHaveLength(2);

  await offer(before.page).click();
  await expectRelease(before.page, 'b');
  await expect(before.page.getByRole('heading', { level: 1 })).toHaveText('Storage');
  await expect.poll(() => caches(before.page)).toHaveLength(1);
  await deployment.stop();
  await before.page.goto(`${deployment.app.origin}/#`);
  await before.page.reload();
  await expect(before.page.getByRole('region', { name: 'Pinned' })).toContainText('sample');
});

test('a deploy that is broken or incomplete leaves the app unchanged, and a complete one is installed', async ({
  page,
  browser,
}) => {
  const image = new ImagePage(page);
  await openSample(image);
  await expect.poll(() => isInstalled(page)).toBe(true);
  const worker = b.get('sw.js')?.toString() ?? '';
  const broken: Record<string, Release> = {
    'a file is a page': new Map([...b, ['assets/pages-storage-b.js', html]]),
    'the worker throws': new Map([...b, ['sw.js', Buffer.from(`throw new Error('no');\n${worker}`)]]),
    'the worker is not there': without(b, 'sw.js'),
    'only the worker is new': new Map([...a, ['sw.js', Buffer.from(worker)]]),
    'all but the worker is new': new Map([...b, ['sw.js', a.get('sw.js') ?? html]]),
    'the files of both are there, and the document is old': new Map([...b, ...a, ['sw.js', Buffer.from(worker)]]),
  };
  for (const [what, release] of Object.entries(broken)) {
    await test.step(what, async () => {
      await deployment.deploy(release);
      await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update().catch(() => undefined);
      });
      await expect.poll(() => isInstalled(page)).toBe(true);
      await page.reload();
      await expect(image.title).toContainText('Index of 2 platforms');
      await expectRelease(page, 'a');
      await expect(offer(page)).toHaveCount(0);
      await expect.poll(() => caches(page)).toHaveLength(1);
    });
  }

  await test.step('a first visit while a deploy is incomplete', async () => {
    await deployment.deploy(new Map([...a, ...b, ['sw.js', a.get('sw.js') ?? html]]));
    const context = await browser.newContext();
    const first = new ImagePage(await context.newPage());
    await openSample(first);
    await expectRelease(first.page, 'b');
    await expect(first.page.getByRole('contentinfo')).toContainText('Offline mode unavailable');
    await expect.poll(() => caches(first.page)).toEqual([]);
    await deployment.deploy(b);
    await first.page.reload();
    await expect.poll(() => caches(first.page)).toHaveLength(1);
    await expect(first.page.getByRole('contentinfo')).not.toContainText('Offline mode unavailable');
    await context.close();
  });

  await deployment.stop();
  await page.reload();
  await page.getByRole('tab', { name: 'Raw' }).click();
  await expect(raw(page)).toContainText('"manifests"');
  await deployment.resume();
  await page.reload();
  await offer(page).click();
  await expectRelease(page, 'b');
  await expect(raw(page)).toContainText('"manifests"');
});

test('a page whose remaining files do not load says so under its tree', async ({ page }) => {
  const image = new ImagePage(page);
  await deployment.deploy(without(a, 'assets/page-a.js'));
  await image.open(deployment.app.origin, await deployment.app.sample());
  await expect(image.row('')).toBeVisible();
  await expect(image.alert).toContainText('didn’t finish loading');
  await expect(image.alert).toHaveAttribute('data-reason', 'unreachable');
});

const html = Buffer.from('<!doctype html><title>Not found</title>');

function without(release: Release, path: string): Release {
  if (!release.has(path)) throw new Error(`${path} is no file of the release`);
  return new Map([...release].filter(([name]) => name !== path));
}

async function openSample(image: ImagePage): Promise<void> {
  await image.open(deployment.app.origin, await deployment.app.sample());
  await expect(image.title).toContainText('Index of 2 platforms');
}

function offer(page: Page) {
  return page.getByRole('contentinfo').getByRole('button', { name: 'Reload to update' });
}

function raw(page: Page) {
  return page.getByRole('region', { name: 'Raw text' });
}

/** The release of the page. */
async function expectRelease(page: Page, name: string): Promise<void> {
  await expect(page.locator(`script[src$="-${name}.js"]`)).toHaveCount(1);
}

/**
 * Counts how often the page checks for a newer release, which the browser does automatically only when a page loads.
 */
async function countLooks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { prototype } = ServiceWorkerRegistration;
    const { dataset } = document.documentElement;
    const update = prototype.update;
    prototype.update = function () {
      dataset.looks = String(Number(dataset.looks ?? 0) + 1);
      return update.call(this);
    };
  });
}

function caches(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => window.caches.keys());
}

/** A worker is active, and none is installing. */
function isInstalled(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const { active, waiting, installing } = await navigator.serviceWorker.ready;
    return active?.state === 'activated' && !waiting && !installing && navigator.serviceWorker.controller !== null;
  });
}

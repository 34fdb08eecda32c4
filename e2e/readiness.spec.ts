import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';

let app: App;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(async () => {
  await app.stop();
});

test('a deep link opens on the first visit of a fresh profile', async ({ page }) => {
  const image = new ImagePage(page);
  await image.open(app.origin, await app.sample());
  await expect(image.row('')).toBeVisible();
  await expect(image.title).toContainText('Index of 2 platforms');
});

test('a hard reload, which leaves the page without its worker, still opens the link', async ({ page, context }) => {
  const image = new ImagePage(page);
  await image.open(app.origin, await app.sample());
  await expect(image.row('')).toBeVisible();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Page.enable');
  const loaded = page.waitForEvent('load');
  await cdp.send('Page.reload', { ignoreCache: true });
  await loaded;
  await expect(image.row('')).toBeVisible();
  await expect(image.row('')).toHaveAttribute('data-digest', /^sha256:/);
});

test('a page without service workers uses a dedicated worker and says what is unavailable', async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const image = new ImagePage(await context.newPage());
  await image.open(app.origin, await app.sample());
  await expect(image.row('')).toBeVisible();
  await expect(image.page.getByRole('contentinfo')).toContainText('Offline mode unavailable');
  await context.close();
});

test('plain http on a LAN address opens an image, without secure-context features', async ({ page }) => {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((one) => one && one.family === 'IPv4' && !one.internal)?.address;
  test.skip(!address, 'this machine has no address but loopback');
  const lan = await startApp({ listenOn: address ?? '' });
  const image = new ImagePage(page);
  await image.open(lan.origin, await lan.sample());
  await expect(image.row('')).toBeVisible();
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await image.expand('');
  await image.expand('manifests/0');
  await expect(image.row('manifests/0/layers/2')).toHaveAttribute('data-digest', /^sha256:/);
  await expect(page.getByRole('contentinfo')).toContainText('Offline mode unavailable');
  await lan.stop();
});

test('a waiting update leaves the open page and its links working', async ({ page }) => {
  const outDir = await mkdtemp(join(tmpdir(), 'ociscope-dist-'));
  await cp('dist', outDir, { recursive: true });
  const deployed = await startApp({ outDir });
  const image = new ImagePage(page);
  await image.open(deployed.origin, await deployed.sample());
  await expect(image.row('')).toBeVisible();

  await appendFile(join(outDir, 'sw.js'), '\n// another build\n');
  const waiting = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const installing = registration.installing;
    if (installing) await new Promise((resolve) => installing.addEventListener('statechange', resolve, { once: true }));
    return registration.waiting !== null;
  });
  expect(waiting).toBe(true);
  await image.expand('manifests/1');
  await expect(image.row('manifests/1/layers/2')).toBeVisible();
  await page.reload();
  await expect(image.row('')).toBeVisible();
  await deployed.stop();
  await rm(outDir, { recursive: true });
});

import { expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { pushManifest, sha256 } from '../src/testing/servers/pushContent.ts';
import { homeMessages } from '../src/ui/messages/home.ts';
import { deleteMessages, itemsMessages, limitMessages } from '../src/ui/messages/storage.ts';
import { corruptText, verificationMessages } from '../src/ui/messages/verification.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { flipStored, readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';
import { eachLook, judge } from './support/judge.ts';
import { type PushedImage, pushImage } from './support/pushImage.ts';

let app: App;
let registry: DistributionRegistry;
test.beforeEach(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
});
test.afterEach(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

test('lists images with their protection, and deletes one with its pin', async ({ page }) => {
  const [first, second] = [await open(page, 'team/first'), await open(page, 'team/second')];
  const told = page.waitForResponse((response) => response.request().postDataJSON()?.pinned?.length === 1);
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  expect((await told).status()).toBe(200);
  await page.getByRole('link', { name: 'Storage' }).click();
  await expect(rows(page)).toHaveCount(2);
  const row = rows(page).filter({ hasText: 'team/second' });
  await expect(row).toContainText(/Image for linux\/amd64.*pinned.*unique.*just now/);
  await expect(rows(page).filter({ hasText: 'team/first' })).toContainText('recent');
  await expect(page.getByText(/in 6 items/)).toBeVisible();

  await row.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog')).toContainText(deleteMessages.pinned);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(/^Deleted .*team\/second.*\. Freed .* \(3 items\)\.$/)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  expect(await storedDigests(page)).toEqual([first.digest, first.config, first.layer].toSorted());

  await registry.pause();
  const image = new ImagePage(page);
  await rows(page).getByRole('link').click();
  await expect(image.row('')).toHaveAttribute('data-digest', first.digest);
  await image.open(app.origin, `${registry.host}/team/second@${second.digest}`);
  await expect(image.alert).toHaveAttribute('data-reason', 'unreachable');
  await page.goto(`${app.origin}/#`);
  await expect(page.getByRole('region', { name: 'Recent' })).toContainText('team/second');
  await expect(page.getByRole('region', { name: 'Pinned' })).toHaveCount(0);
  await registry.resume();
});

test('deleting an image keeps the content it shares, and the dialog states how much', async ({ page }) => {
  const shared = await open(page, 'team/one');
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [{ mediaType: shared.mediaType, digest: shared.digest, size: shared.manifest.length }],
  });
  await pushManifest(registry.host, 'team/one', 'index', index, 'application/vnd.oci.image.index.v1+json');
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/one:index`);
  await expect(image.row('')).toHaveAttribute('data-digest', sha256(index));
  await image.open(app.origin, 'view=storage');
  const row = rows(page).filter({ hasText: 'team/one:index' });
  await expect(row).toContainText('tagged');
  await row.getByRole('button', { name: 'Delete' }).click();
  const sizes = new RegExp(`Frees ${index.length} B\\. \\d+ B shared with other images stay`);
  await expect(page.getByRole('dialog')).toContainText(sizes);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(/^Deleted/)).toBeVisible();
  expect(await storedDigests(page)).toEqual([shared.digest, shared.config, shared.layer].toSorted());
});

test('a limit below current usage evicts unpinned images, and can be reset to the default', async ({ page }) => {
  const pinned = await open(page, 'team/pinned', 'x'.repeat(1_200_000));
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  const large = await open(page, 'team/large', 'y'.repeat(1_200_000));
  await page.getByRole('link', { name: 'Storage' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('textbox', { name: limitMessages.field }).fill('3');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(page.getByText(/^Limit set\. Freed .*\)\.$/)).toBeVisible();
  await expect(page.getByText('3.0 MB, set by you')).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  const left = await storedDigests(page);
  expect(left).toContain(pinned.layer);
  expect(left).not.toContain(large.layer);
  await page.getByRole('button', { name: limitMessages.useDefault }).click();
  await expect(page.getByText(/80% of the browser's quota/)).toBeVisible();
});

test('verification finds and repairs corrupt content, and lists what it cannot repair', async ({ page }) => {
  const { config, layer } = await open(page, 'team/app');
  await page.getByRole('link', { name: 'Storage' }).click();
  const check = page.getByRole('button', { name: verificationMessages.start });
  await check.click();
  await expect(page.getByText('All 3 items OK')).toBeVisible();

  await flipStored(page, layer);
  await check.click();
  await expect(page.getByText('1 corrupt, 2 OK')).toBeVisible();
  await expect(page.getByText(corruptText(1, 'healed'))).toBeVisible();
  await expect(
    page
      .locator('section')
      .filter({ hasText: corruptText(1, 'healed') })
      .getByTitle(layer),
  ).toBeVisible();
  expect((await readStored(page)).faults).toEqual([]);

  await registry.pause();
  await flipStored(page, config);
  await check.click();
  await expect(page.getByText(corruptText(1, 'corrupt'))).toBeVisible();
  await page.getByRole('button', { name: /^Show all 3/ }).click();
  const corrupt = page.getByRole('table', { name: itemsMessages.table }).getByRole('row', { name: /corrupt/ });
  await expect(corrupt.getByTitle(config)).toBeVisible();
  await registry.resume();
  await check.click();
  await expect(page.getByText(corruptText(1, 'healed'))).toBeVisible();
  await expect(corrupt).toHaveCount(0);
});

test('clears everything, and the pins only if chosen', async ({ page }) => {
  await open(page, 'team/app');
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  await page.getByRole('link', { name: 'Storage' }).click();
  await clear(page);
  expect((await readStored(page)).infos).toEqual([]);
  await page.goto(`${app.origin}/#`);
  await page
    .getByRole('region', { name: 'Pinned' })
    .getByRole('link', { name: /team\/app/ })
    .click();
  await expect(new ImagePage(page).row('config')).toBeVisible();

  await page.getByRole('link', { name: 'Storage' }).click();
  await clear(page, true);
  await page.goto(`${app.origin}/#`);
  await expect(page.getByText(homeMessages.empty)).toBeVisible();
});

test('freeing space evicts unprotected images first', async ({ page }) => {
  const kept = await open(page, 'team/kept');
  await open(page, 'team/gone');
  await page.goto(`${app.origin}/#`);
  await page.getByRole('button', { name: /^Remove .*team\/gone/ }).click();
  await page.getByRole('link', { name: 'Storage' }).click();
  await expect(rows(page).filter({ hasText: 'team/gone' })).not.toContainText('recent');
  await page.getByRole('button', { name: 'Free space…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Free/ }).click();
  await expect(page.getByText(/^Freed .* \(3 items\)\.$/)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  expect(await storedDigests(page)).toEqual([kept.digest, kept.config, kept.layer].toSorted());
});

for (const [colorScheme, width] of eachLook) {
  test(`has no accessibility violations and does not scroll sideways, ${colorScheme}, ${width} px`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 860 } });
    const page = await context.newPage();
    await new ImagePage(page).open(app.origin, 'view=storage');
    await expect(page.getByText(/Nothing is stored yet/)).toBeVisible();
    await judge(page, 'storage-empty', colorScheme, width);
    await open(page, 'team/an-application-of-a-rather-long-name/and/parts');
    await new ImagePage(page).open(app.origin, 'view=storage');
    await page.getByRole('button', { name: /^Show all 3/ }).click();
    await page.getByRole('table', { name: itemsMessages.table }).waitFor();
    await judge(page, 'storage', colorScheme, width);
    for (const selector of ['html', 'main']) {
      const over = await page.locator(selector).evaluate((element) => element.scrollWidth - element.clientWidth);
      expect([selector, over]).toEqual([selector, 0]);
    }
    await rows(page).getByRole('button', { name: 'Delete' }).click();
    await judge(page, 'storage-dialog', colorScheme, width);
    await context.close();
  });
}

/** Pushes an image and opens each of its parts, including the layer. */
async function open(page: Page, repository: string, author = `of ${repository}`): Promise<PushedImage> {
  const pushed = await pushImage(registry.host, repository, author);
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/${repository}@${pushed.digest}`);
  await page.getByText('How it was built').waitFor();
  await image.settled();
  await untilControlled(page);
  const layer = `/v2/${repository}/blobs/${pushed.layer}?ns=${registry.host}`;
  expect(
    await page.evaluate(async (url) => (await (await fetch(url)).arrayBuffer()).byteLength, layer),
  ).toBeGreaterThan(0);
  await expect.poll(async () => storedDigests(page)).toEqual(expect.arrayContaining([pushed.layer, pushed.config]));
  return pushed;
}

function rows(page: Page) {
  return page.getByRole('table', { name: 'Images' }).locator('tbody tr');
}

async function storedDigests(page: Page): Promise<readonly string[]> {
  return (await readStored(page)).infos.map(({ digest }) => digest).sort();
}

async function clear(page: Page, isForgotten = false): Promise<void> {
  await page.getByRole('button', { name: 'Clear everything…' }).click();
  const dialog = page.getByRole('dialog');
  if (isForgotten) await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Clear everything' }).click();
  await expect(page.getByText(/^Cleared /)).toBeVisible();
  await expect(page.getByText(/Nothing is stored yet/)).toBeVisible();
}

import { expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { largeRepository, putImage, putLargeIndex } from './support/largeDocuments.ts';

/** Maximum number of elements in the document, for any image. */
const maxNodes = 3000;

let app: App;
let registry: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
  registry = await startFixtureRegistry();
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.close()]);
});

test('an index of 1,000 platforms is walked to its end, filtered and loaded, in a bounded document', async ({
  page,
}) => {
  const image = await open(page, putLargeIndex(registry, 1000));
  await expect(image.title).toHaveText('Index of 1,000 platforms');
  await image.row('').focus();
  await page.keyboard.press('End');
  await expect(image.row('manifests/999')).toBeFocused();
  await expect(image.row('manifests/999')).toBeInViewport();
  await expect(page).toHaveURL(/select=manifests\/999$/);
  expect(await countNodes(page)).toBeLessThan(maxNodes);

  await page.keyboard.press('Home');
  const table = page.getByRole('table', { name: 'Platforms' });
  await expect(table).toHaveAttribute('aria-rowcount', '1001');
  const readManifests = () => registry.requests.filter(({ path }) => path.includes('/manifests/sha256:'));
  await expect(table.getByRole('row').nth(8)).not.toContainText('not downloaded');
  registry.requests.length = 0;
  await page.getByRole('searchbox', { name: 'Filter platforms' }).fill('s390x nightly-0503');
  await expect(table.getByRole('rowheader')).toHaveText(['linux/s390x nightly-0503'.replace(' ', '')]);
  await expect(page.getByRole('status').filter({ hasText: '1 of 1,000 platforms' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status').filter({ hasText: /^1,000 platforms$/ })).toBeVisible();
  // Eight platforms and their referrers were requested for the overview before.
  expect(readManifests()).toEqual([]);

  // The last was loaded when it was selected.
  await page.getByRole('button', { name: 'Load sizes' }).click();
  await expect(page.getByText(/of 991 loaded/)).toBeVisible();
  await expect(page.getByText(/of 991 loaded/)).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Load sizes' })).toHaveCount(0);
  expect(readManifests()).toHaveLength(991);
  await page.getByRole('button', { name: 'Layers' }).click();
  await expect(table.getByRole('row').nth(1)).toContainText('5');
  expect(await countNodes(page)).toBeLessThan(maxNodes);
});

test('a link to the last of 1,000 entries scrolls it into view', async ({ page }) => {
  const image = await open(page, `${putLargeIndex(registry, 1000)}&select=manifests/999`);
  await expect(image.row('manifests/999')).toHaveAttribute('aria-selected', 'true');
  await expect(image.row('manifests/999')).toBeInViewport();
});

test('an image of 500 layers shows each of them', async ({ page }) => {
  const image = await open(page, putImage(registry, { layers: 500 }).digest);
  await image.row('').focus();
  await page.keyboard.press('End');
  await expect(image.row('layers/499')).toBeFocused();
  await expect(image.row('layers/499')).toContainText('apk add --no-cache package-499');
  await expect(image.title).toHaveText('Layer 500 of 500');
  expect(await countNodes(page)).toBeLessThan(maxNodes);
});

test('an image with a config of 4 MiB opens, and so does the config', async ({ page }) => {
  const image = await open(page, putImage(registry, { layers: 3, configBytes: 4 * 1024 * 1024 - 100_000 }).digest);
  await expect(image.row('layers/2')).toContainText('package-2');
  await image.row('config').click();
  await expect(image.title).toHaveText('Config for linux/amd64');
  await expect(page.getByText('/bin/sh')).toBeVisible();
});

test('an image of 60,000 labels, variables and annotations shows the last of each, in a bounded document', async ({
  page,
}) => {
  await open(page, `${putImage(registry, { layers: 1, pairs: 60_000 }).digest}&tab=config`);
  await expect(page.getByText('VARIABLE_0', { exact: true })).toBeVisible();
  expect(await countNodes(page)).toBeLessThan(maxNodes);
  await scrollUntil(page, 'VARIABLE_59999', 'Labels');
  await scrollUntil(page, 'label.59999', 'Platform');
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(page.getByText('VARIABLE_0=0', { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: '59,995 more' })).toBeVisible();
  expect(await countNodes(page)).toBeLessThan(maxNodes);
});

/** Scrolls to a heading until the text above it is rendered: visible rows get their true height. */
async function scrollUntil(page: Page, text: string, heading: string): Promise<void> {
  await expect(async () => {
    await page.getByRole('heading', { name: heading }).scrollIntoViewIfNeeded();
    await expect(page.getByText(text, { exact: true })).toBeInViewport({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
}

async function open(page: Page, reference: string): Promise<ImagePage> {
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/${largeRepository}@${reference}`);
  await expect(image.tree).toBeVisible();
  return image;
}

function countNodes(page: Page): Promise<number> {
  return page.evaluate(() => document.getElementsByTagName('*').length);
}

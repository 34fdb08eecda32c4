import { expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { pushBlob, pushManifest, sha256 } from '../src/testing/servers/pushContent.ts';
import { homeMessages } from '../src/ui/messages/home.ts';
import { offlineListMessages, tagCheckMessages } from '../src/ui/messages/storage.ts';
import { ImagePage } from './pages/imagePage.ts';
import { OfflineDialog } from './pages/offlineDialog.ts';
import { type App, startApp } from './support/app.ts';
import { readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';
import { unfoldDetails } from './support/details.ts';
import { judge } from './support/judge.ts';
import { type PushedImage, pushImage } from './support/pushImage.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const spdx = 'application/spdx+json';

let app: App;
let registry: DistributionRegistry;
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

test('an index with layers and referrers is downloaded by keyboard, and opens completely with registry and server stopped', async ({
  browser,
}) => {
  const { index, images, sbom, sbomBlob } = await pushIndex('team/whole');
  const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 360, height: 860 } });
  await unfoldDetails(context);
  const page = await context.newPage();
  const image = new ImagePage(page);
  const own = await startApp();
  await image.open(own.origin, `${registry.host}/team/whole:1&select=manifests/0`);
  await expect(image.title).toHaveText('Image for linux/amd64');
  await page.getByRole('link', { name: 'Index' }).click();
  const { dialog, opener } = new OfflineDialog(page);
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/^7 items, .* kB, .* downloaded/)).toBeVisible();
  await expect(dialog.getByText(/^3 layers, \d+ B/)).toBeVisible();
  await expect(dialog.getByText('1 of these items')).toBeVisible();
  await expect(dialog.getByText(/^Needs .*; .*B free$/)).toBeVisible();
  await judge(page, 'keep-offline-choose', 'dark', 360);
  await dialog.getByRole('button', { name: 'Download', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/Available offline, verified/)).toBeVisible();
  await judge(page, 'keep-offline-kept', 'dark', 360);
  await page.keyboard.press('Escape');
  await expect(opener).toHaveText(/^Available offline, verified/);
  await expect(opener).toBeFocused();

  const { infos } = await readStored(page);
  const wanted = [index, sbom, sbomBlob, ...images.flatMap(({ digest, config, layer }) => [digest, config, layer])];
  expect(infos.map(({ digest }) => digest)).toEqual(expect.arrayContaining(wanted));

  await own.stop();
  await registry.pause();
  await image.open(own.origin, `${registry.host}/team/whole@${index}&select=manifests/1/layers/0`);
  await expect(page.locator('[data-proof=stored]')).toBeVisible();
  await image.open(own.origin, `${registry.host}/team/whole@${index}&select=referrers/0`);
  await expect(page.getByRole('definition').filter({ hasText: spdx })).toBeVisible();
  await registry.resume();
  await context.close();
});

test('the selected platforms, layers and referrers of an index are downloaded', async ({ page }) => {
  const { index, images } = await pushIndex('team/chosen');
  const [amd, arm] = images;
  await open(page, `team/chosen@${index}`);
  const { dialog, ...keep } = new OfflineDialog(page);
  await keep.opener.click();
  await dialog.getByRole('checkbox', { name: 'linux/amd64' }).uncheck();
  await dialog.getByRole('checkbox', { name: /^Signatures/ }).uncheck();
  await expect(dialog.getByText(/^3 items/)).toBeVisible();
  await expect(dialog.getByText(/^1 layer,/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(dialog.getByText(/Available offline, verified/)).toBeVisible();
  await expect(dialog).toContainText('Includes manifests, configs and layers of linux/arm64');
  const stored = async () => (await readStored(page)).infos.map(({ digest }) => digest);
  expect(await stored()).toContain(arm?.layer);
  expect(await stored()).not.toContain(amd?.layer);
  // Adds what is left.
  await dialog.getByRole('button', { name: 'Change…' }).click();
  await dialog.getByRole('button', { name: 'All 2' }).click();
  await expect(dialog.getByText(/^5 items/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(dialog.getByText('Includes manifests, configs and layers:')).toBeVisible();
  expect(await stored()).toContain(amd?.layer);
  await dialog.getByRole('button', { name: 'Close' }).click();
  // A single entry is downloaded from the menu, and from the palette.
  await page.getByRole('treeitem', { name: /linux\/arm64/ }).click();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Make available offline…' }).click();
  await expect(dialog).toContainText('Image for linux/amd64');
  await expect(dialog.getByText('Already downloaded')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('make av');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Image for linux/amd64');
});

test('a moved tag is reported; the new image is downloaded next to the old one, and removing that frees only its own content', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await pushTagged('team/moved', 'old');
  await open(page, 'team/moved:1');
  const keep = new OfflineDialog(page);
  await keep.keep();
  await keep.expectKept();
  await keep.press('Close');
  await page.getByRole('link', { name: 'Storage' }).click();
  const section = page.getByRole('region', { name: offlineListMessages.title });
  const rows = section.getByRole('list').first().locator(':scope > li');
  await expect(rows.first()).toContainText(`${tagCheckMessages.current}, checked just now`);
  const now = await pushTagged('team/moved', 'new');
  await section.getByRole('button', { name: 'Check tags' }).click();
  await expect(rows.first()).toContainText(/Tag now points to [0-9a-f]{8}…/);
  await rows
    .first()
    .getByRole('button', { name: /^Verify/ })
    .click();
  await expect(rows.first()).toContainText('All 3 items OK');
  await judge(page, 'kept-list', 'light', 1280);
  await rows.first().getByRole('button', { name: tagCheckMessages.downloadNewer }).click();
  await expect(rows).toHaveCount(2);
  const before = rows.filter({ hasText: tagCheckMessages.newerStored });
  await expect(before).toBeVisible();
  await before.getByRole('button', { name: /^Remove from offline/ }).click();
  await expect(section).toContainText(/Removed .*team\/moved:1 from offline\. Frees up to .*\./);
  await section.getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(2);
  await before.getByRole('button', { name: /^Remove from offline/ }).click();
  await expect(rows).toHaveCount(1);
  await section.getByRole('button', { name: /^Free / }).click();
  await expect(section).toContainText(/Freed .* \(3 items\)\./);
  const stored = async () => (await readStored(page)).infos.map(({ digest }) => digest).toSorted();
  await expect.poll(stored).toEqual([now.digest, now.config, now.layer].toSorted());

  await registry.pause();
  await section.getByRole('button', { name: 'Check tags' }).click();
  await expect(rows.first()).toContainText(tagCheckMessages.failed);
  await page.goto(`${app.origin}/#`);
  await expect(page.getByText(homeMessages.offlineImages(1))).toBeVisible();
  await expect(page.getByRole('region', { name: 'Recent' })).toContainText('team/moved');
  await registry.resume();
  await context.close();
});

async function open(page: Page, reference: string): Promise<void> {
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/${reference}`);
  await image.settled();
  await untilControlled(page);
}

/** A new image under the tag 1. */
async function pushTagged(repository: string, author: string): Promise<PushedImage> {
  const image = await pushImage(registry.host, repository, `${author} of ${repository}`);
  await pushManifest(registry.host, repository, '1', image.manifest, image.mediaType);
  return image;
}

/** An index of two images under the tag 1, and its SBOM as registries without the referrers API store it. */
async function pushIndex(repository: string) {
  const { host } = registry;
  const images = await Promise.all(
    ['amd64', 'arm64'].map((name) => pushImage(host, repository, `${repository} ${name}`)),
  );
  const manifests = images.map(({ digest, mediaType, manifest }, at) => ({
    mediaType,
    digest,
    size: manifest.length,
    platform: { os: 'linux', architecture: ['amd64', 'arm64'][at] },
  }));
  const index = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests });
  await pushManifest(host, repository, '1', index, indexType);
  const subject = { mediaType: indexType, digest: sha256(index), size: index.length };
  const config = await pushBlob(host, repository, '{}');
  const blob = await pushBlob(host, repository, `the SBOM of ${repository}`);
  const sbom = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: spdx,
    config: { mediaType: 'application/vnd.oci.empty.v1+json', ...config },
    layers: [{ mediaType: spdx, ...blob }],
    subject,
  });
  await pushManifest(host, repository, sha256(sbom), sbom, manifestType);
  const listed = { mediaType: manifestType, digest: sha256(sbom), size: sbom.length, artifactType: spdx };
  const list = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [listed] });
  await pushManifest(host, repository, subject.digest.replace(':', '-'), list, indexType);
  return { index: subject.digest, images, sbom: listed.digest, sbomBlob: blob.digest };
}

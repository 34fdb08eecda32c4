import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { ImportPage } from './pages/importPage.ts';
import { type App, startApp } from './support/app.ts';
import { readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';
import { judge } from './support/judge.ts';
import { type SavedImage, saveBadArchive, saveImage } from './support/savedImages.ts';

let app: App;
let saved: SavedImage;
/** Takes long enough to be stopped in the middle. */
let large: SavedImage;
test.beforeAll(async () => {
  [app, saved, large] = await Promise.all([startApp(), saveImage(), saveImage({ bytes: 40_000_000 })]);
});
test.afterAll(async () => {
  await Promise.all([app.stop(), saved.remove(), large.remove()]);
});

test('archives from skopeo are chosen, listed and imported, and open offline', async ({ page, context }) => {
  await page.goto(`${app.origin}/#`);
  await page.getByRole('link', { name: 'Import a file…' }).click();
  const imports = new ImportPage(page);
  await imports.choose(saved.docker);
  await expect(imports.rows).toContainText(['registry.example.com/team/app:1.4']);
  await expect(imports.rows).toContainText(['Image for linux/amd64']);
  await expect(imports.rows).toContainText(['The archive has no manifest; one was created the way containerd does']);
  await expect(imports.rows.getByText('new', { exact: true })).toBeVisible();
  await imports.start.click();
  await expect(imports.result).toHaveText(/^Imported 1 image; 4 new items stored/);
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  await expect(page.getByText('pinned', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Import another' }).click();
  await imports.importAll(saved.oci);
  expect((await readStored(page)).faults).toEqual([]);

  await untilControlled(page);
  await context.setOffline(true);
  const image = new ImagePage(page);
  await page.getByRole('link', { name: 'stable' }).click();
  await expect(image.row('')).toHaveAttribute('data-digest', saved.digest);
  await expect(image.row('config')).toHaveAttribute('data-digest', saved.config);
  await page.getByRole('tab', { name: 'Dockerfile' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('COPY app /opt/app');
  await page.getByRole('tab', { name: 'Raw' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(saved.config);
  await expect(page.getByText(/^all \d documents.* cached/)).toBeVisible();
  await page.reload();
  await expect(image.row('layers/1')).toBeVisible();
  await page.goto(`${app.origin}/#`);
  await page.getByRole('region', { name: 'Pinned' }).getByRole('link').click();
  await expect(image.title).toContainText('Image for linux/amd64');
  await expect(image.row('config')).toHaveAttribute('data-digest', /^sha256:/);
});

test('a layout folder is imported, and a dropped manifest opens', async ({ page }) => {
  const imports = new ImportPage(page);
  await imports.open(app.origin);
  await imports.importAll(saved.layout, 'folder');
  await expect(page.getByRole('link', { name: 'app' })).toHaveAttribute('href', `#${saved.digest}`);
  await page.goto(`${app.origin}/#view=storage`);
  await page.getByRole('heading', { name: 'Storage' }).waitFor();
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest: saved.digest,
        size: (await readFile(saved.manifest)).length,
      },
    ],
  });
  await imports.drop('index.json', index);
  const image = new ImagePage(page);
  await expect(image.title).toContainText('Index of 1 ');
  await image.expand('manifests/0');
  await expect(image.row('manifests/0/config')).toHaveAttribute('data-digest', saved.config);
});

test('an import whose page is closed leaves nothing incomplete, and is resumed', async ({ context }) => {
  const first = new ImportPage(await context.newPage());
  await first.open(app.origin);
  await first.choose(large.oci);
  const isLoaded = first.page.waitForEvent('load');
  await whileImporting(first.page, 'leave');
  await first.start.click();
  await isLoaded;
  await first.page.close();

  const page = await context.newPage();
  const second = new ImportPage(page);
  await second.open(app.origin);
  const left = await readStored(page);
  expect(left.faults).toEqual([]);
  expect(left.infos.map(({ digest }) => digest)).not.toContain(large.digest);
  expect(left.ingests).toHaveLength(1);
  await second.choose(large.oci);
  await whileImporting(page, 'stop');
  await second.start.click();
  await expect(page.getByText('Cancelled. Imported content is kept.')).toBeVisible();
  await second.start.click();
  await expect(second.result).toHaveText(/^Imported 1 image/);
  const whole = await readStored(page);
  expect(whole.faults).toEqual([]);
  expect(whole.ingests).toEqual([]);
  expect(whole.infos.map(({ digest }) => digest)).toContain(large.digest);
});

for (const colorScheme of ['light', 'dark'] as const) {
  const width = colorScheme === 'light' ? 1280 : 360;
  test(`refused parts of an archive are listed, ${colorScheme}, ${width} px`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 860 } });
    const page = await context.newPage();
    const imports = new ImportPage(page);
    await imports.open(app.origin);
    await judge(page, 'import', colorScheme, width);
    await imports.choose(await saveBadArchive(saved));
    await expect(imports.refused).toContainText('2 errors');
    await expect(imports.refused).toContainText('../../etc/passwd was skipped: its name leads out of the archive');
    await expect(imports.rows).toHaveCount(2);
    await expect(imports.rows.nth(1)).toContainText('can’t be imported');
    await expect(imports.rows.nth(1).getByRole('checkbox')).toBeDisabled();
    await judge(page, 'import-refused', colorScheme, width);
    await assertNoSideways(page);
    await page.getByRole('radio', { name: 'Import nothing' }).check();
    await expect(imports.start).toBeDisabled();
    await page.getByRole('radio', { name: 'Import valid images' }).check();
    await imports.start.click();
    await expect(imports.result).toHaveText(/^Imported 1 image/);
    await expect(page.getByRole('link', { name: 'whole' })).toHaveAttribute('href', `#${saved.digest}`);
    await judge(page, 'import-done', colorScheme, width);
    await page.getByRole('button', { name: 'Import another' }).click();
    await imports.choose('README.md');
    await expect(page.getByRole('alert')).toHaveAttribute('data-reason', 'unsupported');
    await expect(page.getByRole('alert')).toContainText('This is not an archive of images');
    await assertNoSideways(page);
    await context.close();
  });
}

/** Leaves or stops the page as soon as it imports. From outside the page that would come too late. */
async function whileImporting(page: Page, act: 'leave' | 'stop'): Promise<void> {
  await page.evaluate((act) => {
    const look = () => {
      const section = document.querySelector('section[aria-label=Importing]');
      const bar = section?.querySelector('progress');
      if (!bar || bar.position < 0.05) requestAnimationFrame(look);
      else if (act === 'leave') location.reload();
      else section?.querySelector('button')?.click();
    };
    look();
  }, act);
}

async function assertNoSideways(page: Page): Promise<void> {
  for (const selector of ['html', 'main']) {
    const over = await page.locator(selector).evaluate((element) => element.scrollWidth - element.clientWidth);
    expect([selector, over]).toEqual([selector, 0]);
  }
}

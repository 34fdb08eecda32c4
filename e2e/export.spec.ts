import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { type Download, expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { runProgram } from '../src/testing/servers/runProgram.ts';
import { ImagePage } from './pages/imagePage.ts';
import { ImportPage } from './pages/importPage.ts';
import { type App, startApp } from './support/app.ts';
import { flipStored, readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';
import { judge } from './support/judge.ts';
import { type PushedImage, pushImage } from './support/pushImage.ts';

let app: App;
let registry: DistributionRegistry;
let pushed: PushedImage;
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
  pushed = await pushImage(registry.host, 'team/app', 'export');
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

test('an index is downloaded completely, saved as a file that skopeo reads, and saved again identically', async ({
  page,
  browser,
}, info) => {
  const sample = await app.sample();
  const [name = '', digest = ''] = sample.split('@');
  const image = new ImagePage(page);
  await image.open(app.origin, `${name}:latest`);
  await choose(page, 'Export…');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  // The manifests of the platforms were read for the overview.
  await expect(dialog).toContainText('1 manifest, 1 config');
  await expect(dialog.getByRole('checkbox', { name: 'linux/arm64' })).toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Save file' })).toBeDisabled();
  await untilControlled(page);
  // An export fetches nothing: missing content is refused before the first byte.
  expect(await answerOf(page, `/-/export/${digest}`)).toMatchObject({ status: 404, reason: 'not_found' });
  await judge(page, 'export-missing', 'light', 1280);
  await dialog.getByRole('button', { name: 'Download missing parts' }).click();
  await expect(dialog.getByText('downloaded', { exact: true })).toHaveCount(2);

  const file = info.outputPath('sample.tar');
  const download = await save(page);
  await download.saveAs(file);
  await expect(dialog.getByRole('status').filter({ hasText: 'All digests verified' })).toBeVisible();
  expect(download.suggestedFilename()).toBe('sample-latest.oci.tar');
  expect(await inspected(`oci-archive:${file}`)).toBe(digest);
  const command = await dialog.getByText(/^skopeo copy --all/).textContent();
  const words =
    command?.replace('sample-latest.oci.tar', file).replace('registry.example', registry.host).split(' ') ?? [];
  await runProgram(words[0] ?? '', ['--insecure-policy', ...words.slice(1), '--dest-tls-verify=false']);
  expect(await inspected(words.at(-1) ?? '', '--tls-verify=false')).toBe(digest);
  // The page is unchanged, and the file of another day is identical.
  expect(page.url()).toContain('#');
  expect(await hashOf(await save(page))).toBe(sha256(await readFile(file)));
  await test.step('another browser imports it without a registry, and exports the same file', async () => {
    const other = await browser.newContext();
    const imports = new ImportPage(await other.newPage());
    await imports.open(app.origin);
    await untilControlled(imports.page);
    await other.setOffline(true);
    await imports.importAll(file);
    const there = new ImagePage(imports.page);
    await there.open(app.origin, `${digest}&select=manifests/1/layers/2`);
    await expect(there.row('manifests/1/layers/2')).toHaveAttribute('data-state', 'stored');
    expect((await readStored(imports.page)).faults).toEqual([]);
    await there.row('').click();
    await choose(imports.page, 'Export…');
    await imports.page
      .getByRole('textbox', { name: 'Image name' })
      .fill(await dialog.getByRole('textbox', { name: 'Image name' }).inputValue());
    expect(await hashOf(await save(imports.page))).toBe(sha256(await readFile(file)));
    await other.close();
  });

  await dialog.getByRole('checkbox', { name: 'linux/amd64' }).uncheck();
  await expect(dialog).toContainText('sample-latest-linux-arm64.oci.tar');
  await dialog.getByRole('textbox', { name: 'Image name' }).fill('Not A Name');
  await expect(dialog.getByRole('button', { name: 'Save file' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Image name' }).fill('registry.test/other:7');
  await expect(dialog).toContainText('other-7-linux-arm64.oci.tar');
  const part = info.outputPath('part.tar');
  await (await save(page)).saveAs(part);
  expect(await inspected(`docker-archive:${part}:registry.test/other:7`)).toMatch(/^sha256:/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'More actions' })).toBeFocused();
  await choose(page, 'Export…');
  for (const [colorScheme, width] of [
    ['dark', 1280],
    ['light', 360],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await judge(page, 'export', colorScheme, width);
  }
});

test('corrupt content aborts the file, is reported and fetched again, and then saved; a layer is saved as its own file', async ({
  page,
}) => {
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${pushed.digest}&select=layers/0`);
  await page.getByRole('button', { name: 'Download layer' }).click();
  await expect(page.getByText('downloaded, digest matches', { exact: true }).first()).toBeVisible();
  await choose(page, 'Save to a file…');
  const layer = await save(page);
  expect(layer.suggestedFilename()).toBe(`${pushed.layer.slice(7, 19)}.tar`);
  expect(`sha256:${await hashOf(layer)}`).toBe(pushed.layer);
  await page.keyboard.press('Escape');

  await flipStored(page, pushed.layer);
  await image.row('').click();
  await choose(page, 'Export…');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const broken = await save(page);
  expect(await broken.failure()).not.toBeNull();
  await expect(dialog.locator('[role=alert][data-reason=corrupt]')).toContainText('delete it');
  await expect(dialog).toContainText('Not downloaded: 1 layer, 17 B.');
  await dialog.getByRole('button', { name: 'Download missing parts' }).click();
  await expect(dialog.getByRole('button', { name: 'Save file' })).toBeEnabled();
  expect(await (await save(page)).failure()).toBeNull();
  await page.keyboard.press('Escape');

  // Content that was removed meanwhile is not exported, and its link does not navigate.
  await choose(page, 'Export…');
  await expect(dialog.getByRole('button', { name: 'Save file' })).toBeEnabled();
  await page.evaluate(
    (digest) => fetch('/-/content', { method: 'POST', body: JSON.stringify({ delete: [digest] }) }),
    pushed.digest,
  );
  await dialog.getByRole('button', { name: 'Save file' }).click();
  await expect(dialog.locator('[role=alert][data-reason=not_found]').first()).toBeVisible();
  expect(page.url()).toContain(`#${registry.host}/team/app@`);
});

test('on plain http the page collects the file, and says so', async ({ browser }) => {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
  test.skip(address === undefined, 'this machine has no address but its own');
  const lan = await startApp({ listenOn: address ?? '' });
  const page = await browser.newPage();
  await new ImagePage(page).open(lan.origin, (await lan.sample()).replace(/@.*/, ':latest'));
  await choose(page, 'Export…');
  await page.getByRole('button', { name: 'Download missing parts' }).click();
  await expect(page.getByRole('button', { name: 'Save file' })).toBeEnabled();
  await expect(page.getByRole('dialog')).toContainText('Service workers are unavailable here');
  const download = await save(page);
  expect(download.suggestedFilename()).toBe('sample-latest.oci.tar');
  expect(await download.failure()).toBeNull();
  await page.close();
  await lan.stop();
});

test('a link is shared by digest and by tag, and pinned images move to another browser as a list', async ({
  page,
  browser,
}, info) => {
  const [name = '', digest = ''] = (await app.sample()).split('@');
  await new ImagePage(page).open(app.origin, `${name}:latest`);
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('share');
  await page.keyboard.press('Enter');
  const share = page.getByRole('dialog', { name: 'Share' });
  await expect(share).toContainText(`${app.origin}/#${name}@${digest}`);
  await expect(share.getByRole('img', { name: 'QR code of the link by digest' })).toBeVisible();
  await judge(page, 'share', 'light', 1280);
  await share.getByRole('radio', { name: /By tag/ }).check();
  await expect(share).toContainText(`${app.origin}/#${name}:latest`);
  await share.getByRole('button', { name: 'Close' }).click();

  await page.goto(`${app.origin}/#view=storage`);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export list' }).click(),
  ]);
  const file = info.outputPath('list.json');
  await saved.saveAs(file);
  const list = JSON.parse(await readFile(file, 'utf8'));
  expect(list).toEqual({ ociscope: 'list', version: 1, images: [{ reference: `${name}:latest`, digest }] });

  const other = await browser.newPage();
  await other.goto(`${app.origin}/#view=storage`);
  await writeFile(file, JSON.stringify({ ...list, images: [...list.images, { reference: '<b>no</b>' }] }));
  await other.getByLabel('List to import').setInputFiles(file);
  const dialog = other.getByRole('dialog', { name: 'Import a list' });
  await expect(dialog).toContainText('1 invalid entry');
  await judge(other, 'list', 'light', 1280);
  await dialog.getByRole('button', { name: 'Pin 1 image' }).click();
  await expect(other.getByText('Pinned 1 image.')).toBeVisible();
  await other.goto(`${app.origin}/#`);
  await expect(other.getByRole('region', { name: 'Pinned' })).toContainText('sample');
  await other.close();
});

/** From the menu of the selected node. */
async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function save(page: Page): Promise<Download> {
  const button = page.getByRole('button', { name: 'Save file' });
  await expect(button).toBeEnabled();
  await expect(button).toHaveAttribute('aria-disabled', 'false');
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return download;
}

async function answerOf(page: Page, url: string): Promise<{ readonly status: number; readonly reason: unknown }> {
  return page.evaluate(async (asked) => {
    const answer = await fetch(asked);
    return { status: answer.status, reason: (await answer.json()).errors[0].detail.reason };
  }, url);
}

async function hashOf(download: Download): Promise<string> {
  return sha256(await readFile(await download.path()));
}

async function inspected(place: string, ...options: readonly string[]): Promise<string> {
  return `sha256:${sha256(await runProgram('skopeo', ['--insecure-policy', 'inspect', '--raw', ...options, place]))}`;
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

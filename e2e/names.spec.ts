import { expect, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { recents } from '../src/ui/saved/savedImages.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { putImage } from './support/fixtureImage.ts';

let app: App;
let registry: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
});
test.beforeEach(async () => {
  registry = await startFixtureRegistry();
});
test.afterEach(async () => {
  await registry.close();
});
test.afterAll(async () => {
  await app.stop();
});

test('10,000 tags are paged, searched, sorted and scrolled with few of them rendered', async ({ page }) => {
  const tags = Array.from({ length: 10_000 }, (_, index) => `1.${Math.floor(index / 100)}.${index % 100}`);
  registry.lists.tags.set('team/app', tags.toSorted());
  registry.lists.pageLimit = 1000;
  await page.goto(`${app.origin}/#repo=${registry.host}/team/app`);
  await expect(page.getByText('10,000 tags')).toBeVisible();
  // The last page is full, and CORS may hide its Link.
  expect(registry.requests.filter(({ path }) => path.includes('/tags/list')).length).toBe(11);
  const list = page.getByRole('region', { name: 'tags' });
  await expect(list.getByRole('link').first()).toHaveText('1.99.99');
  expect(await list.getByRole('listitem').count()).toBeLessThan(80);
  await list.focus();
  await page.keyboard.press('End');
  await expect(list.getByRole('link', { name: '1.0.0', exact: true })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search tags' }).fill('42.7');
  await expect(page.getByText('11 of 10,000 tags')).toBeVisible();
  await page.getByLabel('Order').selectOption('By name');
  await expect(list.getByRole('link').first()).toHaveText('1.42.7');
  await page.getByRole('searchbox').fill('nothing');
  await expect(page.getByText('No matching tags')).toBeVisible();
});

test('a bare name without a latest tag leads to its tags, and a tag to its digest and its image', async ({ page }) => {
  registry.lists.tags.set('team/app', ['1.0']);
  putImage(registry, 'names', '1.0');
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app`);
  await page.getByRole('link', { name: 'Show tags' }).click();
  await expect(image.title).toHaveText('team/app');
  await expect(page.getByRole('button', { name: 'Copy digest of 1.0' })).toHaveText(/^Copy/);
  await expect(page.getByRole('link', { name: /^[0-9a-f]+…/ })).toBeVisible();
  await page.getByRole('link', { name: '1.0', exact: true }).click();
  await expect(image.row('config')).toBeVisible();
  await page.goBack();
  await page.getByRole('link', { name: registry.host }).click();
  await expect(page).toHaveURL(new RegExp(`#host=${registry.host}$`));
});

test('tags are listed with digest, time, size and platforms, equal digests counted, signatures folded', async ({
  page,
}) => {
  const digest = putImage(registry, 'names', '1.10').manifest;
  putImage(registry, 'names', 'latest');
  putImage(registry, 'another', '1.9');
  const signature = `${digest.replace(':', '-')}.sig`;
  registry.lists.tags.set('team/app', ['1.10', '1.9', 'latest', signature, 'gone']);
  await page.goto(`${app.origin}/#repo=${registry.host}/team/app`);
  const table = page.getByRole('table', { name: 'Tags' });
  await expect(table.getByRole('rowheader')).toHaveText(['latest', '1.10', '1.9', 'gone']);
  const row = (tag: string) =>
    table.getByRole('row').filter({ has: page.getByRole('link', { name: tag, exact: true }) });
  await expect(row('1.10')).toContainText('2 tags');
  await expect(row('1.10')).toContainText('amd64');
  await expect(row('1.10').getByTitle('1.10, latest')).toHaveCount(0);
  await expect(row('1.9')).not.toContainText('tags');
  await expect(row('gone')).toContainText('did not find it');
  await page.getByRole('button', { name: 'Signature tags 1' }).click();
  await expect(page.getByRole('link', { name: signature })).toBeVisible();
  // Each tag was requested once.
  const asked = registry.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/manifests/1.10'));
  expect(asked).toHaveLength(1);
});

test('offline the opened tags are listed, and a tag opens as the digest it last pointed to', async ({
  page,
  context,
}) => {
  registry.lists.tags.set('team/app', ['1.0', '2.0']);
  putImage(registry, 'names', '1.0');
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app:1.0`);
  await expect(image.row('')).toBeVisible();
  await untilControlled(page);
  await registry.close();
  await image.open(app.origin, `repo=${registry.host}/team/app`);
  await expect(page.getByText("you've opened before")).toBeVisible();
  await expect(page.getByText('1 tag', { exact: true })).toBeVisible();
  await page.goto('about:blank');
  await image.open(app.origin, `${registry.host}/team/app:1.0`);
  await expect(page.getByText(/was last seen pointing to this digest/)).toBeVisible();
  await context.close();
  registry = await startFixtureRegistry();
});

test('a missing repository is reported as not existing', async ({ page }) => {
  await page.goto(`${app.origin}/#repo=${registry.host}/team/nothing`);
  await expect(page.getByRole('alert')).toContainText(`team/nothing not found on ${registry.host}`);
  await page.goto(`${app.origin}/#host=`);
  await expect(page.getByRole('alert')).toContainText('Not a registry host');
  await page.goto(`${app.origin}/#view=nothing`);
  await expect(page.getByText('page "view=nothing" is not in this version')).toBeVisible();
});

test('on a narrow screen, no part of home and lists overflows', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  registry.lists.tags.set('team/app', ['1.0']);
  putImage(registry, 'names', '1.0');
  const image = new ImagePage(page);
  const name = `${registry.host}/team/app:1.0`;
  await image.open(app.origin, name);
  // The title is drawn before the page is rendered, which records the image.
  await expect.poll(() => page.evaluate((key) => localStorage.getItem(key), recents.key)).toContain(name);
  await image.open(app.origin, '');
  await page.getByRole('link', { name: 'team/app' }).waitFor();
  const main = page.getByRole('main');
  const widths = () => main.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(await widths()).toBe(0);
  await untilControlled(page);
  await registry.close();
  await image.open(app.origin, `repo=${registry.host}/team/app`);
  await page.getByText("you've opened before").waitFor();
  const tag = page.getByRole('link', { name: '1.0', exact: true });
  expect((await tag.boundingBox())?.width).toBeGreaterThan(15);
  // A box is as tall as its list if that is short.
  expect((await page.getByRole('region', { name: 'tags' }).boundingBox())?.height).toBeLessThan(80);
  await context.close();
  registry = await startFixtureRegistry();
});

test('a host lists its repositories, and one that does not is reported', async ({ page }) => {
  registry.lists.repositories = ['team/app', 'team/b'];
  await page.goto(`${app.origin}/#host=${registry.host}`);
  await page.getByRole('link', { name: 'team/b' }).click();
  await expect(page).toHaveURL(new RegExp(`#repo=${registry.host}/team/b$`));
  registry.faults.set('_catalog?n=1000', { status: 404 });
  await page.goto('about:blank');
  await page.goto(`${app.origin}/#host=${registry.host}`);
  await expect(page.getByRole('alert')).toContainText("doesn't list its repositories");
});

test('an address that names a host or a repository opens its list, from the box and the palette', async ({ page }) => {
  registry.lists.repositories = ['team/app'];
  registry.lists.tags.set('team/app', ['1.0']);
  await page.goto(app.origin);
  const box = page.getByRole('combobox', { name: 'Image reference' });
  for (const typed of [registry.host, `http://${registry.host}/v2/`, ` "${registry.host}/", `]) {
    await box.fill(typed);
    await box.press('Enter');
    await expect(page).toHaveURL(`${app.origin}/#host=${registry.host}`);
    await expect(page.getByRole('link', { name: 'team/app' })).toBeVisible();
    await page.goto(`${app.origin}/#`);
  }
  await box.fill(`${registry.host}/team/app:`);
  await box.press('Enter');
  await expect(page.getByRole('link', { name: '1.0', exact: true })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(registry.host);
  await expect(page.getByRole('option', { name: `docker.io/library/${registry.host}` })).toBeVisible();
  await page.getByRole('option', { name: `Repositories of ${registry.host}` }).click();
  await expect(page).toHaveURL(`${app.origin}/#host=${registry.host}`);
});

test('the box completes a host to a repository and a tag, with one request each', async ({ page }) => {
  registry.lists.repositories = ['team/app', 'team/base'];
  registry.lists.tags.set('team/app', ['1.9', '1.10']);
  putImage(registry, 'names', '1.10');
  await page.goto(app.origin);
  const box = page.getByRole('combobox', { name: 'Image reference' });
  await box.pressSequentially(`${registry.host}/app`);
  await expect(page.getByRole('option')).toHaveText(['team/app']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(box).toHaveValue(`${registry.host}/team/app:`);
  await expect(page.getByRole('option')).toHaveText([/^1\.10/, /^1\.9/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`#${registry.host}/team/app:1.10$`));
  await expect(page.getByRole('listbox')).toHaveCount(0);
  const lists = registry.requests.filter(({ path }) => /_catalog|tags.list/.test(path));
  expect(lists.map(({ path }) => path.replace(/\?.*/, ''))).toEqual(['/v2/_catalog', '/v2/team/app/tags/list']);
});

test('the box says nothing of a host without a list, and offline suggests the tags that were opened', async ({
  page,
}) => {
  registry.lists.tags.set('team/app', ['1.0', '2.0']);
  putImage(registry, 'names', '1.0');
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app:1.0`);
  await expect.poll(() => page.evaluate((key) => localStorage.getItem(key), recents.key)).not.toBeNull();
  await untilControlled(page);
  const { host } = registry;
  registry.faults.set('_catalog', { status: 404 });
  await page.goto(`${app.origin}/#`);
  const box = page.getByRole('combobox', { name: 'Image reference' });
  const refused = page.waitForResponse((response) => response.url().includes('_catalog'));
  await box.pressSequentially(`${host}/`);
  await refused;
  await expect(page.getByRole('option')).toHaveText([/team\/app:1\.0/]);
  await registry.close();
  await box.pressSequentially('team/app:');
  await expect(page.getByRole('group', { name: 'Tags of team/app' }).getByRole('option')).toHaveText([/^1\.0/]);
  await expect(image.alert).toHaveCount(0);
  registry = await startFixtureRegistry();
});

test('a missing tag is named, with similar tags that exist', async ({ page }) => {
  registry.lists.tags.set('team/app', ['1.4.2', '1.4.3', 'edge']);
  putImage(registry, 'names', '1.4.3');
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app:1.4.9`);
  await expect(image.alert).toHaveAttribute('data-reason', 'not_found');
  await expect(image.alert).toContainText('Tag 1.4.9 not found in team/app');
  const near = page.getByRole('region', { name: 'Similar tags' });
  await expect(near.getByRole('link')).toHaveText(['1.4.2', '1.4.3']);
  await near.getByRole('link', { name: '1.4.3' }).click();
  await expect(image.row('config')).toBeVisible();
});

test('a stopped registry on this machine is reported with the URL that was requested', async ({ page }) => {
  const { host } = registry;
  await registry.close();
  const image = new ImagePage(page);
  await image.open(app.origin, `${host}/team/app:1.0`);
  await expect(image.alert).toContainText(`${host} can't be reached`);
  const link = page.getByRole('link', { name: `http://${host}/v2/` });
  await expect(link).toHaveAttribute('href', `http://${host}/v2/`);
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  registry = await startFixtureRegistry();
});

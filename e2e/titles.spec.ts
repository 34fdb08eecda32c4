import { expect, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';

let app: App;
let registry: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
  registry = await startFixtureRegistry();
  registry.lists.tags.set('team/app', ['1.0']);
  registry.lists.repositories = ['team/app'];
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.close()]);
});

test('each page names itself in its tab, and focuses its title after a navigation', async ({ page }) => {
  const image = new ImagePage(page);
  await page.goto(app.origin);
  await expect(page).toHaveTitle('ociscope');
  await expect(image.title).toBeVisible();
  await expect(image.title).not.toBeFocused();
  for (const name of ['Registries', 'Storage', 'Requests']) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect(image.title).toHaveText(name);
    await expect(image.title).toBeFocused();
    await expect(page).toHaveTitle(`${name} · ociscope`);
  }
  await image.open(app.origin, `host=${registry.host}`);
  await expect(page).toHaveTitle(`Repositories · ${registry.host}`);
  await page.getByRole('link', { name: 'team/app' }).click();
  await expect(page).toHaveTitle(`Tags · ${registry.host}/team/app`);
  await expect(image.title).toBeFocused();
  // A missing image does not keep the title of the previous page.
  await page.getByRole('link', { name: '1.0', exact: true }).click();
  await expect(image.alert).toBeVisible();
  await expect(page).toHaveTitle(`${registry.host}/team/app:1.0 · ociscope`);
  await expect(image.title).toBeFocused();
  await page.goBack();
  await expect(page).toHaveTitle(`Tags · ${registry.host}/team/app`);
  await expect(image.title).toBeFocused();
  await image.open(app.origin, await app.sample());
  await expect(page).toHaveTitle(/^Index of 2 platforms · /);
});

test('on a narrow screen pane and tree have a title each, which gets the focus, and the tree its selected row', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const image = new ImagePage(page);
  const sample = await app.sample();
  await page.goto(app.origin);
  await expect(image.title).toBeVisible();
  await image.open(app.origin, sample);
  await expect(image.title).toHaveText('Index of 2 platforms');
  await expect(image.title).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(image.title).toHaveText(`${app.host}/ociscope/sample`);
  await image.row('manifests/0').click();
  await expect(image.title).toHaveText('Image for linux/amd64');
  await expect(image.title).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(image.row('manifests/0')).toBeFocused();
  await context.close();
});

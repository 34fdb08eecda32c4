import { expect, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { eachLook, judge } from './support/judge.ts';

let app: App;
/** A registry without CORS for other origins. */
let silent: FixtureRegistry;
/** A registry with many tags. */
let busy: FixtureRegistry;
/** A registry that requires a sign-in. */
let closed: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
  silent = await startFixtureRegistry();
  silent.cors = { ...silent.cors, allowOrigin: undefined };
  busy = await startFixtureRegistry();
  closed = await startFixtureRegistry();
  closed.auth = { challenge: 'Basic realm="fixture"', authorization: 'Basic x' };
  const versions = Array.from({ length: 1000 }, (_, index) => `3.${index % 25}.${index}`);
  busy.lists.tags.set('team/app', [...versions, 'latest', 'nightly-20261124']);
  busy.lists.repositories = [
    'team/app',
    'team/very/long/name/of/a/repository/that/does/not/fit/where/the/page/is/narrow',
  ];
});
test.afterAll(async () => {
  await Promise.all([silent.close(), busy.close(), closed.close()]);
  await app.stop();
});

for (const [colorScheme, width] of eachLook) {
  test(`home, image and error have no accessibility violations, ${colorScheme}, ${width} px`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 860 } });
    const page = await context.newPage();
    const image = new ImagePage(page);
    await page.goto(app.origin);
    await expect(image.title).toBeVisible();
    await page.getByRole('link', { name: /sample/i }).waitFor();
    await judge(page, 'home', colorScheme, width);
    await page.getByRole('combobox', { name: 'Image reference' }).fill(`${busy.host}/team/app:`);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await judge(page, 'suggestions', colorScheme, width);

    await image.open(app.origin, `${await app.sample()}&select=manifests/0`);
    await expect(image.title).toContainText('linux/amd64');
    if (width >= 760) {
      await image.expand('manifests/0');
      await expect(image.row('manifests/0/layers/2')).toBeVisible();
    }
    await judge(page, 'image', colorScheme, width);

    await image.open(app.origin, `${await app.sample()}&select=manifests/0&tab=dockerfile`);
    await page.getByRole('button', { name: 'Original of step 1', exact: true }).click();
    await judge(page, 'dockerfile', colorScheme, width);

    await image.open(app.origin, `${app.host}/ociscope/nothing@sha256:${'0'.repeat(64)}`);
    await expect(image.alert).toBeVisible();
    await judge(page, 'error', colorScheme, width);

    await image.open(app.origin, `${silent.host}/ociscope/nothing@sha256:${'0'.repeat(64)}`);
    await expect(image.alert).toHaveAttribute('data-reason', 'cors_missing');
    await judge(page, 'error-cors', colorScheme, width);
    await context.close();
  });
}

for (const [colorScheme, width] of eachLook) {
  test(`lists, registries, requests and sign-in have no accessibility violations, ${colorScheme}, ${width} px`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 860 } });
    const page = await context.newPage();
    const image = new ImagePage(page);
    await image.open(app.origin, `repo=${busy.host}/team/app`);
    await expect(page.getByRole('link', { name: 'latest' })).toBeVisible();
    await judge(page, 'tags', colorScheme, width);

    await image.open(app.origin, `host=${busy.host}`);
    await page.getByRole('link', { name: 'team/app' }).waitFor();
    await judge(page, 'host', colorScheme, width);

    await image.open(app.origin, 'view=registries');
    await page.getByRole('button', { name: 'Add host' }).click();
    await page.getByRole('form', { name: 'New host' }).waitFor();
    await judge(page, 'registries', colorScheme, width);

    await image.open(app.origin, `${silent.host}/team/app:1`);
    await expect(image.alert).toBeVisible();
    await image.open(app.origin, 'view=requests');
    await page.getByRole('table').waitFor();
    await judge(page, 'requests', colorScheme, width);

    await image.open(app.origin, `${closed.host}/team/app:1`);
    await page.getByRole('dialog').waitFor();
    await judge(page, 'sign-in', colorScheme, width);
    await context.close();
  });
}

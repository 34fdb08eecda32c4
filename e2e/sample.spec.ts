import { expect, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

let app: App;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(async () => {
  await app.stop();
});

test('home links to the sample, and its tree opens down to config and layers', async ({ page }) => {
  const image = new ImagePage(page);
  await page.goto(app.origin);
  await page.getByRole('link', { name: /sample/i }).click();
  await expect(image.title).toContainText('Index of 2 platforms');
  await image.expand('manifests/0');
  await expect(image.row('manifests/0/config')).toBeVisible();
  for (const layer of [0, 1, 2])
    await expect(image.row(`manifests/0/layers/${layer}`)).toHaveAttribute('data-digest', /^sha256:/);
});

test('the tree is walked by keyboard only and the address follows the selection', async ({ page }) => {
  const image = new ImagePage(page);
  await image.open(app.origin, await app.sample());
  await image.row('').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/select=manifests\/0$/);
  await page.keyboard.press('ArrowRight');
  await expect(image.row('manifests/0/config')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/select=manifests\/0\/config$/);
  await page.keyboard.press('Home');
  await expect(image.title).toContainText('Index');
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Image reference' })).toBeFocused();
});

test('a link with a node and a tab restores both, and back returns to the previous view', async ({ page }) => {
  const image = new ImagePage(page);
  await image.open(app.origin, `${await app.sample()}&select=manifests/0/config`);
  await expect(image.row('manifests/0/config')).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'Raw' }).click();
  await expect(page).toHaveURL(/tab=raw/);
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('tab', { name: 'Raw' })).toHaveAttribute('aria-selected', 'true');
  await expect(image.row('manifests/0/config')).toHaveAttribute('aria-selected', 'true');
});

test('/?image= is accepted and rewritten to the fragment', async ({ page }) => {
  const image = new ImagePage(page);
  const reference = await app.sample();
  await page.goto(`${app.origin}/?image=${encodeURIComponent(reference)}`);
  await expect(image.row('')).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
  expect(page.url()).toContain(`/#${reference}`);
});

test('a bare digest of stored content opens without a repository', async ({ page }) => {
  const image = new ImagePage(page);
  const reference = await app.sample();
  await image.open(app.origin, reference);
  await expect(image.row('')).toBeVisible();
  await page.goto('about:blank');
  await image.open(app.origin, reference.slice(reference.indexOf('@') + 1));
  await expect(image.title).toContainText('Index of 2 platforms');
});

test('a navigation to a registry address opens the page of that reference', async ({ page }) => {
  const image = new ImagePage(page);
  const reference = await app.sample();
  await image.open(app.origin, reference);
  await expect(image.title).toContainText('Index of 2 platforms');
  // A navigation reaches the worker only once it is active; until then the server answers it.
  await untilControlled(page);
  const digest = reference.slice(reference.indexOf('@') + 1);
  await page.goto(`${app.origin}/v2/ociscope/sample/manifests/${digest}?ns=${app.host}`);
  await expect(image.title).toContainText('Index of 2 platforms');
  expect(page.url()).toBe(`${app.origin}/#${reference}`);
});

test('every answer of the worker states its type and cannot run', async ({ page }) => {
  const image = new ImagePage(page);
  const reference = await app.sample();
  await image.open(app.origin, reference);
  await expect(image.title).toContainText('Index of 2 platforms');
  await untilControlled(page);
  const digest = reference.slice(reference.indexOf('@') + 1);
  const seen = await page.evaluate(async (url) => {
    const get = await fetch(url);
    const head = await fetch(url, { method: 'HEAD' });
    return {
      get: Object.fromEntries(get.headers),
      head: Object.fromEntries(head.headers),
      empty: (await head.text()) === '',
    };
  }, `/v2/ociscope/sample/manifests/${digest}?ns=${app.host}`);
  for (const headers of [seen.get, seen.head]) {
    expect(headers).toMatchObject({
      'cache-status': 'ociscope; hit',
      'content-type': 'application/vnd.oci.image.index.v1+json',
      'content-security-policy': "sandbox; default-src 'none'",
      'docker-content-digest': digest,
      'x-content-type-options': 'nosniff',
    });
    expect(Number(headers['content-length'])).toBeGreaterThan(0);
  }
  expect(seen.empty).toBe(true);
});

test('a tag shows the digest it points to and offers a permalink', async ({ page }) => {
  const image = new ImagePage(page);
  const reference = await app.sample();
  const digest = reference.slice(reference.indexOf('@') + 1);
  await image.open(app.origin, `${app.host}/ociscope/sample:latest`);
  await expect(image.row('')).toHaveAttribute('data-digest', digest);
  await expect(page.getByRole('link', { name: 'Permalink' })).toHaveAttribute('href', new RegExp(`@${digest}`));
});

import { expect, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';

let app: App;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

test('by keyboard only: home, paste, open, expand to a layer, raw, copy, back, palette, pin, home', async ({
  browser,
}) => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  const image = new ImagePage(page);
  const { keyboard } = page;
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.goto(app.origin);
  await page.getByRole('heading', { name: 'Look inside a container image' }).waitFor();

  await keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Image reference' })).toBeFocused();
  await page.evaluate((text) => navigator.clipboard.writeText(text), `docker pull ${await app.sample()}`);
  await keyboard.press('ControlOrMeta+v');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Index of 2 platforms' })).toBeFocused();

  for (let presses = 0; presses < 40; presses++) {
    await keyboard.press('Shift+Tab');
    if (await image.row('').evaluate((row) => row === document.activeElement)) break;
  }
  await expect(page.getByRole('treeitem', { name: /^Index/ })).toBeFocused();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('treeitem', { name: /^Config/ })).toBeVisible();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  const layer = image.row('manifests/0/layers/0');
  await expect(layer).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Layer 1 of 3' })).toBeVisible();
  await keyboard.press('c');
  await expect.poll(copied).toBe(await layer.getAttribute('data-digest'));

  await keyboard.press('Home');
  await expect(page.getByRole('heading', { name: 'Index of 2 platforms' })).toBeVisible();
  await keyboard.press(']');
  await expect(page.getByRole('tab', { name: 'Raw', selected: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Raw text' })).toContainText('"manifests"');
  await keyboard.press('y');
  await expect.poll(copied).toBe(page.url());
  await keyboard.press('[');
  await expect(page.getByRole('tab', { name: 'Overview', selected: true })).toBeVisible();

  await keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused();
  await keyboard.type('arm64');
  await expect(page.getByRole('option', { name: /linux\/arm64/ }).first()).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Image for linux/arm64' })).toBeVisible();
  // The browser's own shortcut does not reach a page under automation.
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Index of 2 platforms' })).toBeVisible();

  await keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused();
  await keyboard.type('pin');
  await expect(page.getByRole('option', { name: /^Pin/ })).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  // A closing dialog is removed a moment later: a key pressed before that opens nothing.
  await expect(page.locator('dialog[aria-label="Command palette"]')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Pin', pressed: true })).toBeVisible();

  await keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused();
  await keyboard.type('home');
  await keyboard.press('Enter');
  const pinned = page.getByRole('region', { name: 'Pinned' });
  await expect(pinned.getByRole('link', { name: /ociscope\/sample/ })).toBeVisible();
  await context.close();
});

test('opened images are cards on home with their platforms, and cleared with undo', async ({ page }) => {
  const image = new ImagePage(page);
  const reference = await app.sample();
  for (const opened of [reference, `${app.host}/ociscope/sample:latest`]) {
    await image.open(app.origin, opened);
    await expect(image.title).toContainText('Index of 2 platforms');
  }
  await image.open(app.origin, '');
  const recent = page.getByRole('region', { name: 'Recent' });
  const entries = recent.getByRole('link', { name: /ociscope\/sample/ });
  await expect(entries).toHaveCount(2);
  for (const entry of await entries.all()) await expect(entry).toContainText('Index for amd64, arm64');
  await recent.getByRole('button', { name: 'Clear recent' }).click();
  await expect(entries).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(entries).toHaveCount(2);
});

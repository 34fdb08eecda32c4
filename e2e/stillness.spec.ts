import { expect, type Page, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';

let app: App;
let sample: string;

test.beforeAll(async () => {
  app = await startApp();
  sample = await app.sample();
});
test.afterAll(() => app.stop());

// The limit of web.dev/articles/cls for a good page is 0.1.
const maxShift = 0.02;

for (const width of [1280, 390]) {
  test(`nothing moves while a page opens, first and again, and its views change, ${width} px`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width, height: 860 } });
    await context.addInitScript(recordShifts);
    for (const visit of ['first', 'second']) {
      const page = await context.newPage();
      const image = new ImagePage(page);
      await image.open(app.origin, sample);
      await expect(page.getByRole('button', { name: 'In order' })).toBeVisible();
      await image.settled();
      expect(await shiftOf(page), `${visit} visit`).toBeLessThanOrEqual(maxShift);
      const tabs = page.getByRole('tablist');
      const place = await tabs.boundingBox();
      for (const name of ['Raw', 'Commands', 'Overview']) {
        await page.getByRole('tab', { name }).click();
        await expect(page.getByRole('tab', { name, selected: true })).toBeVisible();
        expect(await tabs.boundingBox(), name).toEqual(place);
      }
      expect(await shiftOf(page), 'views').toBeLessThanOrEqual(maxShift);
      await page.close();
    }
    await context.close();
  });
}

test('the tabs stay at their place from node to node', async ({ page }) => {
  const image = new ImagePage(page);
  await image.open(app.origin, sample);
  const place = async () => (await page.getByRole('tablist').boundingBox())?.y;
  await expect(page.getByRole('tablist')).toBeVisible();
  const first = await place();
  await image.expand('manifests/0');
  for (const node of ['manifests/0', 'manifests/0/config', 'manifests/1']) {
    await image.row(node).click();
    await expect(image.row(node)).toHaveAttribute('aria-selected', 'true');
    await image.settled();
    await expect(page.getByRole('tablist')).toBeVisible();
    expect(await place(), node).toBe(first);
  }
});

test('the document never scrolls behind the panels', async ({ page }) => {
  const image = new ImagePage(page);
  for (const address of [
    `#${sample}`,
    `#${sample}&select=manifests/0&tab=raw`,
    '#',
    '#view=storage',
    '#view=requests',
  ]) {
    await page.goto(`${app.origin}/${address}`);
    await expect(image.title).toBeVisible();
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(height, address).toBe(page.viewportSize()?.height);
  }
});

test('on a phone the image opens first; the tree is one step away, and Back never leaves the app from a node', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const image = new ImagePage(page);
  await page.goto('about:blank');
  await image.open(app.origin, sample);
  await expect(image.title).toHaveText('Index of 2 platforms');
  await expect(page.getByText('Entrypoint')).toBeInViewport();
  await page.getByRole('button', { name: 'Tree' }).click();
  await image.row('manifests/0').click();
  await expect(image.title).toHaveText('Image for linux/amd64');
  await page.goBack();
  await expect(image.tree).toBeVisible();
  await page.goBack();
  await expect(image.title).toHaveText('Index of 2 platforms');
  await context.close();
});

/** Sums the layout shifts of the page that no input has caused. */
function recordShifts(): void {
  const sum = { value: 0 };
  Object.assign(window, { shifts: sum });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if ('hadRecentInput' in entry && 'value' in entry && entry.hadRecentInput !== true)
        sum.value += Number(entry.value);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

async function shiftOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { readonly shifts: { readonly value: number } }).shifts.value);
}

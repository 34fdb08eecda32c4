import { expect, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { eachLook, judge } from './support/judge.ts';

let app: App;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

for (const [colorScheme, width] of eachLook) {
  test(`commands and the menu have no accessibility violations, ${colorScheme}, ${width} px`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 860 } });
    const page = await context.newPage();
    const image = new ImagePage(page);
    await image.open(app.origin, `${await app.sample()}&select=manifests/0&tab=commands`);
    await expect(page.getByRole('heading', { name: 'curl', exact: true })).toBeVisible();
    await judge(page, 'commands', colorScheme, width);
    await page.getByRole('button', { name: 'More actions' }).click();
    await expect(page.getByRole('menuitem', { name: 'Print' })).toBeVisible();
    await judge(page, 'menu', colorScheme, width);
    await context.close();
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`print shows only the pane, completely and light, in any scheme: ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 300 } });
    const page = await context.newPage();
    const image = new ImagePage(page);
    await image.open(app.origin, `${await app.sample()}&select=manifests/0&tab=layers`);
    const table = page.getByRole('table');
    await expect(table).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect(image.tree).toBeHidden();
    await expect(page.getByRole('banner')).toBeHidden();
    await expect(page.getByRole('contentinfo')).toBeHidden();
    await expect(page.getByRole('tablist')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Copy link' })).toBeHidden();
    const paper = await page.evaluate(() => ({
      ground: getComputedStyle(document.body).backgroundColor,
      text: getComputedStyle(document.body).color,
      // Nothing has its own scroll bar: the document is as high as its content.
      cut: [...document.querySelectorAll('article, article *, main, main > section')]
        .filter((element) => element.clientHeight > 1 && getComputedStyle(element).overflowY !== 'visible')
        .filter((element) => element.scrollHeight > element.clientHeight + 1)
        .map((element) => element.className),
      height: document.documentElement.scrollHeight,
      digests: [...document.querySelectorAll('td a[title]')].map((link) => ({
        title: link.getAttribute('title'),
        drawn: getComputedStyle(link, '::after').content,
      })),
    }));
    expect(paper.ground).toBe('rgb(255, 255, 255)');
    expect(paper.text).toBe('rgb(29, 31, 34)');
    expect(paper.height).toBeGreaterThan(300);
    expect(paper.digests).toHaveLength(3);
    for (const { title, drawn } of paper.digests) {
      expect(title).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(drawn).toBe(`"${title}"`);
    }
    expect(paper.cut).toEqual([]);
    await context.close();
  });
}

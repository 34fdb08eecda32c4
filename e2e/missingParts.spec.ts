import { expect, type Page, type Route, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { type HeldRegistry, startHeldRegistry } from './support/heldRegistry.ts';

let app: App;
let registry: HeldRegistry;
test.beforeEach(async () => {
  app = await startApp();
  registry = await startHeldRegistry(app.origin);
});
test.afterEach(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

// A service worker would have cached the files.
test.use({ serviceWorkers: 'block' });

const failures: Readonly<Record<string, (route: Route) => Promise<void>>> = {
  'answered 404': (route) => route.fulfill({ status: 404, body: '' }),
  'answered with a web page': (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
  'cut off': (route) => route.abort('connectionreset'),
  blocked: (route) => route.abort('blockedbyclient'),
};

for (const [file, pattern] of [
  ['page', /\/assets\/page-[\w-]{8}\.js$/],
  ['image', /\/assets\/image-[\w-]{8}\.js$/],
] as const) {
  for (const [how, fail] of Object.entries(failures)) {
    test(`the tree is shown with a notice if ${file}.js is ${how} and the manifest arrives later`, async ({ page }) => {
      const image = await openWithout(page, pattern, fail);
      const notice = page.getByRole('alert').filter({ hasText: 'didn’t finish loading' });
      // Without image.js the page is shown, and its pane reports it once there is content to show.
      await (file === 'page' ? notice : page.getByRole('main')).waitFor();
      registry.release();
      await expect(notice).toBeVisible();
      await expect(image.row('')).toHaveAttribute('data-digest', /^sha256:/);
      await expect(image.row('manifests/0')).toBeVisible();
      await expect(page.getByRole('alert')).toHaveCount(1);
      await expect(page.getByRole('alert')).toHaveAttribute('data-reason', 'unreachable');
      await page.unrouteAll();
      await page.getByRole('alert').getByRole('button', { name: 'Reload' }).click();
      await expect(image.title).toHaveText('Index of 2 platforms');
      await expect(page.getByRole('alert')).toHaveCount(0);
    });
  }
}

test('a page of the app reports that it didn’t finish loading, and the header stays', async ({ page }) => {
  await page.route(/\/assets\/pages-[\w-]{8}\.js$/, (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(`${app.origin}/#view=storage`);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('didn’t finish loading');
  await expect(page.getByRole('banner')).toBeVisible();
});

/** Before a worker is active that could have cached the files. */
async function openWithout(page: Page, files: RegExp, fail: (route: Route) => Promise<void>): Promise<ImagePage> {
  await page.route(files, fail);
  const image = new ImagePage(page);
  const [, digest] = (await app.sample()).split('@');
  await image.open(app.origin, `${registry.host}/ociscope/sample@${digest}`);
  return image;
}

import { mkdirSync } from 'node:fs';
import { expect, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

/** `npm run screenshots` renews the pictures of the README; a test run changes no file of the sources. */
const folder = new URL(
  process.env.OCISCOPE_SCREENSHOTS ? '../docs/screenshots/' : '../test-results/gallery/',
  import.meta.url,
).pathname;
/** The address that a newcomer's page shows, if the port is free. */
const shownPort = 4173;

let app: App;
test.beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  app = await startApp({ port: shownPort }).catch(() => startApp());
});
test.afterAll(() => app.stop());

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280, 1920]) {
    test(`pictures of each state, ${colorScheme}, ${width} px`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 860 } });
      const page = await context.newPage();
      const image = new ImagePage(page);
      const shoot = async (name: string) => {
        // As with a pointer: the title is focused after each step.
        await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        await page.screenshot({ path: `${folder}${name}-${colorScheme}-${width}.png` });
      };
      const reference = await app.sample();
      const settle = () => expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);

      await image.open(app.origin, reference);
      await page.getByRole('table', { name: 'Platforms' }).waitFor();
      await image.settled();
      await settle();
      await shoot('index');

      await image.open(app.origin, `${reference}&select=manifests/0&tab=overview`);
      await expect(image.title).toHaveText('Image for linux/amd64');
      await page.getByRole('heading', { name: 'How it was built' }).waitFor();
      await settle();
      await shoot('image');

      await image.open(app.origin, `${reference}&select=manifests/0&tab=raw`);
      await page.getByRole('region', { name: 'Raw text' }).getByText('"layers"').waitFor();
      await shoot('raw');

      await image.open(app.origin, 'view=storage');
      await page.getByText('as reported by the browser').waitFor();
      await page.getByRole('table', { name: 'Images' }).waitFor();
      await shoot('storage');

      await image.open(app.origin, `${app.host}/ociscope/nothing@sha256:${'0'.repeat(64)}`);
      await expect(image.alert).toBeVisible();
      await shoot('error');

      await page.goto(`${app.origin}/#`);
      await page.getByRole('region', { name: 'Recent' }).waitFor();
      await page.getByRole('link', { name: /sample image/i }).waitFor();
      await shoot('home');

      await untilControlled(page);
      await context.setOffline(true);
      await image.open(app.origin, `registry.example.com/team/app@sha256:${'0'.repeat(64)}`);
      await expect(image.alert).toHaveAttribute('data-reason', 'offline');
      await shoot('offline');
      await context.close();
    });
  }
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** `SCREENSHOTS=docs/screenshots npx playwright test … look` takes the README's picture anew. */
const folder = process.env.SCREENSHOTS ?? 'test-results/screenshots';

let app: App;
/** A registry that says nothing to other origins. */
let silent: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp({ port: 4173 });
  silent = await startFixtureRegistry();
  silent.cors = { ...silent.cors, allowOrigin: undefined };
});
test.afterAll(async () => {
  await silent.close();
  await app.stop();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`home, image and error have no accessibility faults, ${colorScheme}, ${width} px`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 860 } });
      const page = await context.newPage();
      const image = new ImagePage(page);
      await page.goto(app.origin);
      await expect(image.title).toBeVisible();
      await page.getByRole('link', { name: /sample/i }).waitFor();
      await settle(page, 'home', colorScheme, width);

      await image.open(app.origin, `${await app.sample()}&select=manifests/0`);
      await expect(image.title).toContainText('linux/amd64');
      if (width >= 760) {
        await image.expand('manifests/0');
        await expect(image.row('manifests/0/layers/2')).toBeVisible();
      }
      await settle(page, 'image', colorScheme, width);

      await image.open(app.origin, `${app.host}/ociscope/nothing@sha256:${'0'.repeat(64)}`);
      await expect(image.alert).toBeVisible();
      await settle(page, 'error', colorScheme, width);

      await image.open(app.origin, `${silent.host}/ociscope/nothing@sha256:${'0'.repeat(64)}`);
      await expect(image.alert).toHaveAttribute('data-reason', 'cors_missing');
      await settle(page, 'error-cors', colorScheme, width);
      await context.close();
    });
  }
}

/** Judges what is shown with axe and keeps a picture of it. */
async function settle(page: Page, name: string, colorScheme: string, width: number): Promise<void> {
  await page.screenshot({ path: `${folder}/${name}-${colorScheme}${width < 760 ? '-narrow' : ''}.png` });
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
  expect(violations).toEqual([]);
}

import { expect, type Locator, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { putImage } from './support/fixtureImage.ts';

let app: App;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

for (const width of [1280, 390]) {
  test(`five questions about an image are answered on the first screen, ${width} px`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width, height: 860 } });
    const page = await context.newPage();
    await new ImagePage(page).open(app.origin, await app.sample());
    const inView = async (answer: Locator) => expect(answer).toBeInViewport();
    await test.step('what it is', async () => {
      await inView(page.getByRole('heading', { level: 1, name: 'Index of 2 platforms' }));
      await inView(page.getByRole('combobox', { name: 'Platform to show' }));
    });
    await test.step('how big it is', () => inView(fact(page, 'Platform').filter({ hasText: '1.6 kB in 3 layers' })));
    await test.step('what it runs', async () => {
      await inView(fact(page, 'Entrypoint').filter({ hasText: '["/usr/local/bin/hello"]' }));
      await inView(fact(page, 'Command').filter({ hasText: '["--world"]' }));
      await inView(fact(page, 'User').filter({ hasText: 'nobody' }));
    });
    await test.step('where it comes from', () => inView(fact(page, 'Created').filter({ hasText: '1 Jan 2026' })));
    await test.step('whether it can be trusted', async () => {
      await inView(page.locator('header [data-proof]').filter({ hasText: 'digest matches' }));
      const referrers = page.getByRole('link', { name: 'SBOM, SPDX' });
      await (width < 760 ? expect(referrers).toBeVisible() : inView(referrers));
    });
    await context.close();
  });
}

test('the overview of an index shows the platform that is chosen, now and after a reload', async ({ page }) => {
  const image = new ImagePage(page);
  await image.open(app.origin, await app.sample());
  const choice = page.getByRole('combobox', { name: 'Platform to show' });
  await expect(choice.locator('option:checked')).toHaveText('linux/amd64');
  await choice.selectOption('linux/arm64');
  await expect(page.getByText('GREETING=hello')).toBeVisible();
  await untilControlled(page);
  await page.reload();
  await expect(choice.locator('option:checked')).toHaveText('linux/arm64');
  await expect(fact(page, 'Entrypoint')).toBeVisible();
});

test.describe('an index at a registry', () => {
  let registry: FixtureRegistry;
  test.beforeEach(async () => {
    registry = await startFixtureRegistry();
  });
  test.afterEach(() => registry.close());

  test('opens with its table if the manifest of its platform cannot be read', async ({ page }) => {
    const { manifest } = putImage(registry, 'first screen');
    const platform = { os: 'linux', architecture: 'amd64' };
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const manifests = [
      { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: manifest, size: 2, platform },
    ];
    const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
    registry.putManifest('team/app', 'index', index, mediaType);
    registry.faults.set(manifest, { status: 500 });
    await new ImagePage(page).open(app.origin, `${registry.host}/team/app:index`);
    await expect(page.getByRole('alert')).toHaveAttribute('data-reason', 'server_error');
    await expect(page.getByRole('table', { name: 'Platforms' })).toBeVisible();
  });
});

/** The value of a fact. */
function fact(page: Page, term: string): Locator {
  return page
    .getByRole('article')
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${term}$`) }) })
    .locator('dd');
}

import { expect, test } from 'playwright/test';
import { pushRealImages, type RealImage } from '../src/testing/fixtures/realImages.ts';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { ImagePage, type Row } from './pages/imagePage.ts';
import { startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

let images: readonly RealImage[] = [];
let registry: DistributionRegistry;

test.beforeAll(async () => {
  registry = await startDistribution();
  images = await pushRealImages(registry);
});
test.afterAll(async () => {
  await registry.stop();
});

test('every real image opens by digest, and again with the registry and the static server stopped', async ({
  browser,
}) => {
  expect(images.length).toBeGreaterThanOrEqual(5);
  for (const wanted of images) {
    await test.step(wanted.title, async () => {
      const app = await startApp();
      const context = await browser.newContext();
      const image = new ImagePage(await context.newPage());
      const reference = `${registry.host}/${wanted.repository}@${wanted.digest}`;
      registry.requests.length = 0;
      await image.open(app.origin, reference);
      const online = await openAll(image);
      expectLayers(online, wanted);
      expect(registry.requests.filter(({ method }) => method === 'OPTIONS')).toEqual([]);
      expect(registry.requests.length).toBeGreaterThan(0);

      await untilControlled(image.page);
      registry.requests.length = 0;
      await image.page.reload();
      expect(await openAll(image)).toEqual(online);
      expect(registry.requests).toEqual([]);

      await registry.pause();
      await app.stop();
      await image.page.reload();
      expect(await openAll(image)).toEqual(online);
      await registry.resume();
      await context.close();
    });
  }
});

/** Expands every branch of the tree. */
async function openAll(image: ImagePage): Promise<Row[]> {
  await image.row('').waitFor();
  await image.row('').click();
  for (;;) {
    const closed = image.page.locator('[role=treeitem][aria-expanded=false]').first();
    await image.settled();
    if ((await closed.count()) === 0) return image.rows();
    await closed.click();
    await image.page.keyboard.press('ArrowRight');
  }
}

function expectLayers(rows: readonly Row[], wanted: RealImage): void {
  const drawn = rows
    .filter(({ node }) => /(^|\/)layers\/\d+$/.test(node))
    .map(({ digest, size }) => ({ digest, size }));
  expect(drawn).toEqual(
    wanted.layers.map(({ digest, size }) => ({ digest, size: size === undefined ? '' : String(size) })),
  );
}

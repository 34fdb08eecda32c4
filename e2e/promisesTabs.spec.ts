import { expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { offlineListMessages } from '../src/ui/messages/storage.ts';
import { ImagePage } from './pages/imagePage.ts';
import { ImportPage } from './pages/importPage.ts';
import { OfflineDialog } from './pages/offlineDialog.ts';
import { type App, startApp } from './support/app.ts';
import { readStored } from './support/contentDatabase.ts';
import { pushImage } from './support/pushImage.ts';
import { type SavedImage, saveImage } from './support/savedImages.ts';

const repository = 'tabs/promised';

import { untilControlled } from './support/controlled.ts';

let app: App;
let registry: DistributionRegistry;
let saved: SavedImage;
test.beforeAll(async () => {
  [app, registry, saved] = await Promise.all([startApp(), startDistribution(), saveImage({ bytes: 3_000_000 })]);
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop(), saved.remove()]);
});

test('eviction in one tab removes nothing of the images that others download, import and protect at the same time', async ({
  context,
}) => {
  const images = await Promise.all([1, 2, 3].map((each) => pushImage(registry.host, repository, `promised ${each}`)));
  const [evicting, importing, downloading] = [
    await context.newPage(),
    await context.newPage(),
    await context.newPage(),
  ];
  // The collector must know the recent images before anything is evicted.
  await evicting.goto(app.origin);
  await untilControlled(evicting);
  const reported = evicting.waitForResponse((response) => response.url().endsWith('/-/roots'));
  await evicting.reload();
  await reported;
  await evictAlways(evicting);

  const imports = new ImportPage(importing);
  await imports.open(app.origin);
  const imported = (async () => {
    await imports.choose(saved.oci);
    await imports.start.click();
    await imports.result.waitFor();
  })();
  const keep = new OfflineDialog(downloading);
  for (const { digest } of images) {
    await new ImagePage(downloading).open(app.origin, `${registry.host}/${repository}@${digest}`);
    await keep.keep();
    await keep.expectKept();
    await keep.press('Close');
  }
  await imported;
  expect(await evictions(evicting)).toBeGreaterThan(images.length);

  await downloading.goto(`${app.origin}/#view=storage`);
  const rows = downloading
    .getByRole('region', { name: offlineListMessages.title })
    .getByRole('list')
    .first()
    .locator(':scope > li');
  await expect(rows.filter({ hasText: 'Available offline, verified' })).toHaveCount(images.length);
  const { infos, faults } = await readStored(downloading);
  expect(faults).toEqual([]);
  const wanted = images.flatMap(({ digest, config, layer }) => [digest, config, layer]);
  expect(infos.map(({ digest }) => digest)).toEqual(expect.arrayContaining(wanted));
});

/** Repeatedly evicts everything it may, in a dedicated worker next to the service worker. */
async function evictAlways(page: Page): Promise<void> {
  await page.evaluate(() => {
    const worker = new Worker('/worker.js');
    const counted = window as unknown as { evictions: number };
    counted.evictions = 0;
    const evict = () =>
      worker.postMessage({
        type: 'request',
        id: counted.evictions,
        url: '/-/content',
        method: 'POST',
        body: JSON.stringify({ evictBytes: 1e9 }),
      });
    worker.addEventListener('message', ({ data: { type, status } }) => {
      if (type !== 'head') return;
      if (status !== 200) throw new Error(`eviction answered ${status}`);
      counted.evictions++;
      evict();
    });
    evict();
  });
}

function evictions(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { evictions: number }).evictions);
}

import { expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { pushImage } from './support/pushImage.ts';

let app: App;
let registry: DistributionRegistry;
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

test('content of a lost registry opens automatically when it is back, and is not requested until then', async ({
  page,
}) => {
  const { digest, layer } = await pushImage(registry.host, 'network/gone', 'gone');
  const image = new ImagePage(page);
  await page.clock.install();
  await page.goto(app.origin);
  await untilControlled(page);
  await registry.pause();
  await image.open(app.origin, `${registry.host}/network/gone@${digest}`);
  await expect(image.alert).toHaveAttribute('data-reason', 'unreachable');
  await expect(status(page)).toHaveText(`${registry.host} can't be reached`);

  const alert = await image.alert.elementHandle();
  const asked = page.waitForResponse(/\/-\/hosts\/reach/);
  await page.clock.runFor(3000);
  await (await asked).finished();
  expect(await alert?.isVisible()).toBe(true);

  await registry.resume();
  await page.clock.runFor(60_000);
  await expect(image.row('layers/0')).toHaveAttribute('data-digest', layer);
  await expect(status(page)).toHaveText('online');
});

test('offline, content that is not downloaded is greyed out with its size, and opens when the network is back without a reload', async ({
  page,
  context,
}) => {
  const { digest, config, layer } = await pushImage(registry.host, 'network/offline', 'offline');
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/network/offline@${digest}`);
  await expect(image.row('config')).toHaveAttribute('data-digest', config);
  await expect(page.getByText('all 2 documents cached, digests match')).toBeVisible();
  await untilControlled(page);
  await expect(image.row('layers/0')).toHaveAttribute('data-state', 'stored');

  const other = await pushImage(registry.host, 'network/offline', 'another');
  await context.setOffline(true);
  await expect(status(page)).toHaveText('offline');
  await expect(image.row('layers/0')).toHaveAttribute('data-state', 'missing');
  await expect(image.row('layers/0')).toContainText('not downloaded');
  await expect(image.row('layers/0')).toHaveAttribute('data-digest', layer);
  await expect(image.row('layers/0')).toHaveAttribute('data-size', /^\d+$/);

  await image.open(app.origin, `${registry.host}/network/offline@${other.digest}`);
  await expect(image.alert).toHaveAttribute('data-reason', 'offline');
  const opened = await page.evaluate(() => performance.timeOrigin);
  await context.setOffline(false);
  await expect(image.row('config')).toHaveAttribute('data-digest', other.config);
  await expect(image.row('layers/0')).toHaveAttribute('data-state', 'stored');
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(opened);
});

function status(page: Page) {
  return page.getByRole('contentinfo').locator('[data-online]');
}

import { resolve } from 'node:path';
import { expect, test } from 'playwright/test';
import {
  type DistributionRegistry,
  pushSmallImage,
  type SmallImage,
  startCaddy,
  startDistribution,
  startNginx,
} from '../src/testing/index.ts';
import { caddyOnPort, documentedConfiguration, nginxOnPort } from '../src/testing/servers/documentedConfiguration.ts';
import { ImagePage } from './pages/imagePage.ts';

const dist = resolve('dist');
const name = 'registry.example.com';

let registry: DistributionRegistry;
let pushed: SmallImage;
test.beforeAll(async () => {
  registry = await startDistribution({ corsOrigins: [] });
  pushed = await pushSmallImage(registry.host, 'team/app');
});
test.afterAll(async () => {
  await registry.stop();
});

const sites = {
  nginx: () =>
    startNginx((port) =>
      documentedConfiguration('nginx-same-origin.conf', [
        ...nginxOnPort(port, name),
        ['http://127.0.0.1:5000', registry.origin],
        ['/srv/ociscope', dist],
      ]),
    ),
  Caddy: () =>
    startCaddy((port) =>
      documentedConfiguration('Caddyfile.same-origin', [
        ...caddyOnPort(port, name),
        ['127.0.0.1:5000', registry.origin],
        ['/srv/ociscope', dist],
      ]),
    ),
};

for (const [server, start] of Object.entries(sites)) {
  test(`at the registry's own address, behind ${server}, an image opens without CORS, and again offline`, async ({
    page,
  }) => {
    const site = await start();
    const image = new ImagePage(page);
    registry.requests.length = 0;
    await image.open(site.origin, `${site.host}/team/app@${pushed.digest}`);
    await expect(image.row('layers/0')).toHaveAttribute('data-digest', pushed.layer);
    expect(registry.requests.map(({ method }) => method)).not.toContain('OPTIONS');
    expect(registry.requests.filter(({ path }) => path.includes(`/manifests/${pushed.digest}`))).toHaveLength(1);

    await image.settled();
    // Once the worker controls the page, its own files are cached.
    await page.evaluate(() => navigator.serviceWorker.ready);
    registry.requests.length = 0;
    await site.stop();
    await page.reload();
    await expect(image.row('layers/0')).toHaveAttribute('data-digest', pushed.layer);
    expect(registry.requests).toEqual([]);
  });
}

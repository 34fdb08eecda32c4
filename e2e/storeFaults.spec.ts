import { type BrowserContext, expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { flipStored, readStored } from './support/contentDatabase.ts';
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

for (const { what, path, repositories } of [
  { what: 'manifest', path: 'manifests', repositories: ['flip/two', 'flip/one'] },
  { what: 'config', path: 'blobs', repositories: ['flip/two', 'flip/one'] },
] as const) {
  test(`a ${what} with one flipped bit in the store is fetched again, or refused while no registry can be reached`, async ({
    page,
    context,
  }) => {
    const image = new ImagePage(page);
    let digest = '';
    for (const repository of repositories) {
      const pushed = await pushImage(registry.host, repository, `${what} that flips`);
      digest = what === 'manifest' ? pushed.digest : pushed.config;
      await image.open(app.origin, `${registry.host}/${repository}@${pushed.digest}`);
      await expect(image.row('config')).toHaveAttribute('data-digest', pushed.config);
      await image.settled();
    }
    const rows = await rowsOf(image);
    await untilControlled(page);
    // The tree is shown before its config is read.
    await expect
      .poll(async () => (await readStored(page)).infos.find((info) => info.digest === digest)?.labels)
      .toMatchObject({ [`containerd.io/distribution.source.${registry.host}`]: repositories.toSorted().join(',') });
    const stored = await contentOf(page);

    await test.step('repaired', async () => {
      await flipStored(page, digest);
      expect((await readStored(page)).faults).toEqual([expect.stringContaining(`${digest} hashes to `)]);
      registry.requests.length = 0;
      await page.reload();
      expect(await rowsOf(image)).toEqual(rows);
      await expect(image.alert).toHaveCount(0);
      await expect.poll(() => contentOf(page)).toEqual(stored);
      expect(asksFor(`/v2/flip/one/${path}/${digest}`)).toBe(1);
    });

    await test.step('refused', async () => {
      await flipStored(page, digest);
      await setNetwork(context, false);
      await page.reload();
      await expect(image.alert).toHaveAttribute('data-reason', 'corrupt');
      await expect(image.alert).toContainText('corrupt');
      expect(await statusOf(page, `/v2/flip/one/${path}/${digest}?ns=${registry.host}`)).not.toBe(200);
    });

    await test.step('repaired when the registry is back', async () => {
      await setNetwork(context, true);
      await page.getByRole('button', { name: 'Try again' }).click();
      expect(await rowsOf(image)).toEqual(rows);
      await expect(image.alert).toHaveCount(0);
      await expect.poll(() => contentOf(page)).toEqual(stored);
    });
  });
}

/** Returns what is stored, without the labels that say when referrers were listed. */
async function contentOf(page: Page) {
  const { infos, ...rest } = await readStored(page);
  const withoutTimes = infos.map(({ labels, ...info }) => ({
    ...info,
    labels: Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('ociscope/referrers.'))),
  }));
  return { ...rest, infos: withoutTimes };
}

/** Once the tree is complete. */
async function rowsOf(image: ImagePage) {
  await image.row('layers/0').waitFor();
  await image.settled();
  return image.rows();
}

function asksFor(path: string): number {
  return registry.requests.filter((request) => request.path === path).length;
}

async function setNetwork(context: BrowserContext, isThere: boolean): Promise<void> {
  await context.setOffline(!isThere);
  await (isThere ? registry.resume() : registry.pause());
}

async function statusOf(page: Page, url: string): Promise<number> {
  return page.evaluate(async (address) => (await fetch(address)).status, url);
}

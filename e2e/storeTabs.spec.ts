import { expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';
import { putImage } from './support/fixtureImage.ts';
import { pushImage } from './support/pushImage.ts';

let app: App;
let registry: DistributionRegistry;
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

test('ten digests that two tabs fetch at once are each requested once', async ({ context }) => {
  const images = await Promise.all(range(5).map((index) => pushImage(registry.host, 'tabs/ten', `ten ${index}`)));
  const urls = images.flatMap(({ digest, config }) => [
    `/v2/tabs/ten/manifests/${digest}`,
    `/v2/tabs/ten/blobs/${config}`,
  ]);
  const tabs = [await context.newPage(), await context.newPage()];
  await controlAll(tabs);
  registry.requests.length = 0;
  const answers = await Promise.all(tabs.map((tab) => digestsOf(tab, urls)));
  const digests = images.flatMap(({ digest, config }) => [digest, config]);
  expect(answers).toEqual([digests, digests]);
  expect(registry.requests.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
    urls.map((url) => `GET ${url}`).toSorted(),
  );
});

for (const { where, serviceWorkers, isFirst } of [
  { where: 'on the first visit', serviceWorkers: 'allow', isFirst: true },
  { where: 'later on', serviceWorkers: 'allow', isFirst: false },
  { where: 'each with its own worker', serviceWorkers: 'block', isFirst: true },
] as const) {
  test(`an image that two tabs open at once is requested once, ${where}`, async ({ browser }) => {
    const context = await browser.newContext({ serviceWorkers });
    const { digest, config, layer } = await pushImage(registry.host, 'tabs/page', `opened ${where}`);
    const tabs = [new ImagePage(await context.newPage()), new ImagePage(await context.newPage())];
    if (!isFirst) await controlAll(tabs.map(({ page }) => page));
    registry.requests.length = 0;
    await Promise.all(tabs.map((tab) => tab.open(app.origin, `${registry.host}/tabs/page@${digest}`)));
    for (const tab of tabs) {
      await expect(tab.row('layers/0')).toHaveAttribute('data-digest', layer);
      await tab.settled();
      await expect(tab.alert).toHaveCount(0);
    }
    for (const path of [`/v2/tabs/page/manifests/${digest}`, `/v2/tabs/page/blobs/${config}`])
      expect(asksFor(path)).toBe(1);
    const { infos, ingests, faults } = await readStored(tabs[0]?.page ?? (await context.newPage()));
    expect(infos.map((info) => info.digest)).toEqual([digest, config].toSorted());
    expect([ingests, faults]).toEqual([[], []]);
    await context.close();
  });
}

test('a tab that dies during a fetch delays no other', async ({ browser }) => {
  const fixture = await startFixtureRegistry();
  const { manifest } = putImage(fixture, 'fetched by a tab that dies');
  // Without a service worker each tab has its own worker, which dies with it.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const [dying, waiting] = [new ImagePage(await context.newPage()), new ImagePage(await context.newPage())];
  const reference = `${fixture.host}/team/app@${manifest}`;
  fixture.faults.set(manifest, { stallAfter: 10 });
  await dying.open(app.origin, reference);
  await expect.poll(() => fixture.requests.length).toBeGreaterThan(0);
  await waiting.open(app.origin, reference);
  await expect.poll(() => locksOf(waiting.page, 'pending')).toEqual([`ociscope:pull:manifest ${reference}`]);
  expect(await locksOf(waiting.page, 'held')).toContain(`content/ociscope/unknown-${manifest}`);
  fixture.faults.clear();
  await dying.page.close();
  await expect(waiting.row('config')).toBeVisible();
  await expect(proofOf(waiting)).toHaveText('digest matches');
  expect((await readStored(waiting.page)).faults).toEqual([]);
  await Promise.all([context.close(), fixture.close()]);
});

test('a ref is unlocked as soon as the tab that holds it is closed', async ({ browser }) => {
  const { digest, layer } = await pushImage(registry.host, 'tabs/ref', 'held by another tab');
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const [holder, opener] = [await context.newPage(), new ImagePage(await context.newPage())];
  await holder.goto(`${app.origin}/hosts.json`);
  await holder.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        navigator.locks.request(name, () => {
          resolve();
          return new Promise(() => {});
        });
      }),
    `content/ociscope/unknown-${digest}`,
  );
  const reference = `${registry.host}/tabs/ref@${digest}`;
  await opener.open(app.origin, reference);
  await expect(opener.row('layers/0')).toHaveAttribute('data-digest', layer);
  await expect(proofOf(opener)).toHaveText('digest matches, not stored');
  await holder.close();
  await opener.page.reload();
  await expect(proofOf(opener)).toHaveText('digest matches');
  await context.close();
});

async function controlAll(pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    await page.goto(app.origin);
    await untilControlled(page);
  }
}

/** Hashes the bytes at each address, all fetched at once. */
async function digestsOf(page: Page, urls: readonly string[]): Promise<string[]> {
  return page.evaluate(
    ([host, paths]) =>
      Promise.all(
        paths.map(async (path) => {
          const bytes = await (await fetch(`${path}?ns=${host}`)).arrayBuffer();
          const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
          return `sha256:${Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
        }),
      ),
    [registry.host, urls] as const,
  );
}

async function locksOf(page: Page, state: 'held' | 'pending'): Promise<string[]> {
  return page.evaluate(
    async (which) =>
      ((await navigator.locks.query())[which] ?? [])
        .map(({ name = '' }) => name)
        .filter((name) => !name.includes('session')),
    state,
  );
}

function proofOf({ page }: ImagePage) {
  return page.getByRole('article').locator('header [data-proof]');
}

function asksFor(path: string): number {
  return registry.requests.filter((request) => request.path === path).length;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

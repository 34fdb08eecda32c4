import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';
import { crashWithWorker } from './support/crash.ts';
import { type PushedImage, pushImage } from './support/pushImage.ts';
import { seededBy } from './support/seededBy.ts';

const repository = 'killed/app';
const count = 60;
const rounds = 3;

// A trace follows the requests of workers, and Chromium itself crashes at times if a followed worker dies.
test.use({ trace: 'off' });

let app: App;
let registry: DistributionRegistry;
let images: readonly PushedImage[];
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
  images = await Promise.all(
    Array.from({ length: count }, (_, index) => pushImage(registry.host, repository, `killed ${index}`)),
  );
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

interface Way {
  readonly title: string;
  readonly serviceWorkers: 'allow' | 'block';
  /** True if the storing process dies: a service worker outlives its pages. */
  readonly isEnd: boolean;
  fetchAll(page: Page): Promise<void>;
  kill(browser: Browser, page: Page): Promise<void>;
}

const ways: readonly Way[] = [
  {
    title: 'the process of its page and its service worker dies',
    serviceWorkers: 'allow',
    isEnd: true,
    fetchAll: fetchByServiceWorker,
    kill: crashWithWorker,
  },
  {
    title: 'the page is closed',
    serviceWorkers: 'allow',
    isEnd: false,
    fetchAll: fetchByServiceWorker,
    kill: (_, page) => page.close(),
  },
  {
    title: 'the page is closed, and its dedicated worker with it',
    serviceWorkers: 'block',
    isEnd: true,
    fetchAll: async (page) => {
      await page.goto(`${app.origin}/hosts.json`);
      await page.evaluate((urls) => {
        const worker = new Worker('/worker.js');
        for (const [id, url] of urls.entries()) worker.postMessage({ type: 'request', id, url, method: 'GET' });
      }, manifestUrls());
    },
    kill: (_, page) => page.close(),
  },
];

for (const { title, serviceWorkers, isEnd, fetchAll, kill } of ways) {
  test(`no manifest is half stored if ${title} while it is stored`, async ({ browser }) => {
    const random = seededBy(title.length);
    const stored: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await test.step(`round ${round}`, async () => {
        const context = await browser.newContext({ serviceWorkers });
        const page = await context.newPage();
        registry.requests.length = 0;
        await fetchAll(page);
        await requestsSeen(momentOf(random));
        await kill(browser, page);
        stored.push(await expectWhole(context, round));
        await context.close();
      });
    }
    // Some kills came in the middle.
    if (isEnd) expect(stored.filter((some) => some > 0 && some < count)).not.toEqual([]);
  });
}

test('no manifest is half stored if the whole browser dies while it is stored', async ({ launchOptions }) => {
  const random = seededBy(1);
  for (let round = 0; round < 3; round++) {
    const profile = await mkdtemp(join(tmpdir(), 'ociscope-profile-'));
    const dying = await chromium.launchPersistentContext(profile, launchOptions);
    const page = await dying.newPage();
    registry.requests.length = 0;
    await fetchByServiceWorker(page);
    const session = await dying.newCDPSession(page);
    await requestsSeen(momentOf(random));
    const closed = dying.waitForEvent('close');
    await expect(session.send('Browser.crash')).rejects.toThrow('has been closed');
    await closed;
    const next = await chromium.launchPersistentContext(profile, launchOptions);
    await expectWhole(next, round);
    await next.close();
    await rm(profile, { recursive: true, force: true });
  }
});

/** Checks that stored content is complete and the next open works; returns how much was stored before. */
async function expectWhole(context: BrowserContext, round: number): Promise<number> {
  const image = new ImagePage(await context.newPage());
  await image.page.goto(`${app.origin}/hosts.json`);
  const left = await readStored(image.page);
  expect([left.faults, left.ingests]).toEqual([[], []]);
  const { digest = '', config = '', layer = '' } = images[round] ?? {};
  await image.open(app.origin, `${registry.host}/${repository}@${digest}`);
  await expect(image.row('layers/0')).toHaveAttribute('data-digest', layer);
  await expect(image.page.getByRole('article').locator('header [data-proof]')).toHaveText('digest matches');
  await image.settled();
  const { infos, ingests, faults } = await readStored(image.page);
  expect([faults, ingests]).toEqual([[], []]);
  expect(infos.map((info) => info.digest)).toEqual(expect.arrayContaining([digest, config]));
  return left.infos.length;
}

/** All at once, without waiting for them. */
async function fetchByServiceWorker(page: Page): Promise<void> {
  await page.goto(app.origin);
  await untilControlled(page);
  await page.evaluate((urls) => {
    for (const url of urls) fetch(url).catch(() => undefined);
  }, manifestUrls());
}

function manifestUrls(): string[] {
  return images.map(({ digest }) => `/v2/${repository}/manifests/${digest}?ns=${registry.host}`);
}

/** After how many requests: some are stored then, and some are in progress. */
function momentOf(random: () => number): number {
  return Math.ceil((0.1 + 0.4 * random()) * count);
}

async function requestsSeen(wanted: number): Promise<void> {
  while (registry.requests.length < wanted) await new Promise((resolve) => setImmediate(resolve));
}

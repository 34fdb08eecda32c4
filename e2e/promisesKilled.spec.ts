import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { pushBlob, pushManifest, sha256 } from '../src/testing/servers/pushContent.ts';
import { offlineListMessages } from '../src/ui/messages/storage.ts';
import { ImagePage } from './pages/imagePage.ts';
import { OfflineDialog } from './pages/offlineDialog.ts';
import { type App, startApp } from './support/app.ts';
import { readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';
import { killBrowser } from './support/crash.ts';
import { seededBy } from './support/seededBy.ts';

const repository = 'killed/promised';
const rounds = 20;

// Each round starts a browser.
test.setTimeout(240_000);
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const layerType = 'application/vnd.oci.image.layer.v1.tar';

let app: App;
let registry: DistributionRegistry;
let images: readonly string[];
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
  images = await Promise.all(Array.from({ length: rounds }, (_, index) => pushLayers(index)));
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

/** Digests of images that were shown as such when the browser was killed. */
interface Promised {
  readonly pinned: Set<string>;
  readonly offline: Set<string>;
}

/** Become true in this order: the browser is killed as soon as one of them is. */
const moments: readonly ((page: Page, keep: OfflineDialog) => Promise<unknown>)[] = [
  (page) => expect(pinButton(page)).toHaveAttribute('aria-pressed', 'true'),
  (_, keep) => keep.dialog.getByText('Needs').waitFor(),
  (_, keep) => keep.press('Download'),
  ...[1, 2, 3].map((count) => () => requestsSeen(count)),
  (_, keep) => keep.expectKept(),
];

test('nothing that was shown as pinned or available offline is lost when the browser is killed', async ({
  launchOptions,
}) => {
  const random = seededBy(20);
  const profile = await mkdtemp(join(tmpdir(), 'ociscope-profile-'));
  const launch = () => chromium.launchPersistentContext(profile, launchOptions);
  // A profile that was used before: early writes reach the disk sooner.
  const used = await launch();
  const before = new ImagePage(await used.newPage());
  await before.open(app.origin, `${registry.host}/${repository}@${images[0]}`);
  await before.row('layers/1').waitFor();
  await used.close();
  const promised: Promised = { pinned: new Set(), offline: new Set() };
  for (const digest of images) {
    const context = await launch();
    const [page = await context.newPage()] = context.pages();
    const keep = new OfflineDialog(page);
    await new ImagePage(page).open(app.origin, `${registry.host}/${repository}@${digest}`);
    await pinButton(page).waitFor();
    await expectProtected(page, promised);
    await pinButton(page).click();
    const last = Math.floor(random() * moments.length);
    for (const [at, moment] of moments.entries()) {
      if (at > last) break;
      if (at === 1) await keep.opener.click();
      if (at === 2) registry.requests.length = 0;
      await moment(page, keep);
    }
    const closed = context.waitForEvent('close');
    if ((await pinButton(page).getAttribute('aria-pressed')) === 'true') promised.pinned.add(digest);
    if (/^Available offline/.test((await keep.opener.textContent()) ?? '')) promised.offline.add(digest);
    await killBrowser(profile);
    await closed;
  }
  const context = await launch();
  const [page = await context.newPage()] = context.pages();
  await expectShown(page, promised);
  await expectProtected(page, promised);
  await context.close();
  await rm(profile, { recursive: true, force: true });
  // Some kills came before a promise and some after.
  expect(promised.pinned.size).toBe(rounds);
  expect(promised.offline.size).toBeGreaterThan(0);
  expect(promised.offline.size).toBeLessThan(rounds);
});

/** None of it is ever evicted. */
async function expectProtected(page: Page, { pinned, offline }: Promised): Promise<void> {
  // A killed browser can lose the registration of the service worker: the page registers it again.
  await untilControlled(page);
  const { images: stored } = await page.evaluate(async () => (await fetch('/-/content')).json());
  const kept = new Map(stored.map((image: { digest: string; kept?: string }) => [image.digest, image.kept]));
  for (const digest of [...pinned, ...offline]) expect([digest, kept.get(digest)]).toEqual([digest, 'pinned']);
}

/** The page shows it unchanged, and all stored bytes are correct. */
async function expectShown(page: Page, { offline }: Promised): Promise<void> {
  await page.goto(`${app.origin}/#view=storage`);
  const rows = page
    .getByRole('region', { name: offlineListMessages.title })
    .getByRole('list')
    .first()
    .locator(':scope > li');
  for (const digest of offline) {
    const row = rows.filter({ has: page.locator(`[title="${digest}"]`) });
    await expect(row).toContainText('Available offline, verified');
  }
  expect((await readStored(page)).faults).toEqual([]);
}

function pinButton(page: Page) {
  return page.getByRole('button', { name: 'Pin', exact: true });
}

/** A layer that is stored in the database, and one that is a file next to it. */
async function pushLayers(index: number): Promise<string> {
  const { host } = registry;
  const config = await pushBlob(
    host,
    repository,
    JSON.stringify({ architecture: 'amd64', os: 'linux', author: `${index}` }),
  );
  const layers = await Promise.all(
    [1000, 150_000].map((bytes) => pushBlob(host, repository, randomBytes(bytes).toString('base64'))),
  );
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: layers.map((layer) => ({ mediaType: layerType, ...layer })),
  });
  const digest = sha256(manifest);
  await pushManifest(host, repository, digest, manifest, manifestType);
  return digest;
}

async function requestsSeen(wanted: number): Promise<void> {
  await expect.poll(() => registry.requests.length, { intervals: [5] }).toBeGreaterThanOrEqual(wanted);
}

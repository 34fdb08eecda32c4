import { randomBytes } from 'node:crypto';
import { expect, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { pushBlob, pushManifest, sha256 } from '../src/testing/servers/pushContent.ts';
import { offlineListMessages } from '../src/ui/messages/storage.ts';
import { ImagePage } from './pages/imagePage.ts';
import { OfflineDialog } from './pages/offlineDialog.ts';
import { type App, startApp } from './support/app.ts';
import { type BodyDamage, damageBodies, readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';

const repository = 'verified/app';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
/** In one piece, in a few pieces, and larger than is read at once. */
const layerBytes = [1000, 700_000, 5_000_000];

let app: App;
let registry: DistributionRegistry;
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

/** Changes to the layers' bodies in the database, and what the page says before anything is hashed again. */
const damages: readonly (readonly [BodyDamage, said: RegExp, missing: number])[] = [
  ['flip', /^Available offline, verified/, 0],
  ['truncate', /^Incomplete: 3 parts corrupt$/, 3],
  ['delete', /^Incomplete: 3 parts corrupt$/, 3],
];

for (const [damage, said, missing] of damages) {
  test(`an image is not shown as available after "${damage}" of every layer, once that was read; downloading it again repairs it`, async ({
    page,
  }) => {
    const { digest, layers } = await pushLayers();
    await new ImagePage(page).open(app.origin, `${registry.host}/${repository}@${digest}`);
    const keep = new OfflineDialog(page);
    await keep.keep();
    await keep.expectKept();
    await damageBodies(page, layers, damage);
    expect((await readStored(page)).faults).toHaveLength(3);

    await page.goto(`${app.origin}/#view=storage`);
    const row = page.getByRole('region', { name: offlineListMessages.title }).getByRole('listitem');
    await expect(row.getByText(said)).toBeVisible();
    await untilControlled(page);
    const plan = await page.evaluate(async (of) => (await fetch(`/-/export/${of}/plan`)).json(), digest);
    expect(plan.missing.count).toBe(missing);

    if (damage === 'flip') {
      // The app cannot know until the layers are hashed; then it reports it at once, also if no registry has them any
      // more.
      await registry.pause();
      await row.getByRole('button', { name: /^Verify/ }).click();
      await expect(row.getByText(/^Incomplete: 3 parts corrupt$/)).toBeVisible();
      await registry.resume();
    }
    await row.getByRole('button', { name: /^Download again/ }).click();
    await expect(row.getByText(/^Available offline, verified/)).toBeVisible();
    expect((await readStored(page)).faults).toEqual([]);
  });
}

test('changing the parts of an offline image hashes its stored content', async ({ page }) => {
  const { digest, layers } = await pushLayers();
  await new ImagePage(page).open(app.origin, `${registry.host}/${repository}@${digest}`);
  const keep = new OfflineDialog(page);
  await keep.keep();
  await keep.expectKept();
  await damageBodies(page, layers, 'flip');
  await keep.press('Change…');
  await keep.press('Download');
  await keep.expectKept();
  await expect.poll(async () => (await readStored(page)).faults).toEqual([]);
});

async function pushLayers(): Promise<{ readonly digest: string; readonly layers: readonly string[] }> {
  const { host } = registry;
  const config = await pushBlob(host, repository, JSON.stringify({ architecture: 'amd64', os: 'linux' }));
  const layers = await Promise.all(
    layerBytes.map((bytes) => pushBlob(host, repository, randomBytes(bytes).toString('base64'))),
  );
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: layers.map((layer) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer })),
  });
  const digest = sha256(manifest);
  await pushManifest(host, repository, digest, manifest, manifestType);
  return { digest, layers: layers.map((layer) => layer.digest) };
}

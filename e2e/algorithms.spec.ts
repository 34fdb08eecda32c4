import { createHash } from 'node:crypto';
import { expect, type Page, test } from 'playwright/test';
import { createSigner, signDocument } from '../src/testing/fixtures/signedDocument.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { unfoldDetails } from './support/details.ts';
import { faultsOf } from './support/judge.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const layerType = 'application/vnd.oci.image.layer.v1.tar';
const layerTexts = ['first', 'second'].map((name) => `${name} layer, named by its sha384\n`.repeat(100));

let app: App;
let registry: FixtureRegistry;
test.beforeEach(async ({ context }) => {
  await unfoldDetails(context);
  app = await startApp();
  registry = await startFixtureRegistry();
});
test.afterEach(async () => {
  await registry.close();
  await app.stop();
});

test('an image by sha512, its config by sha512 and its layers by sha384, opens, and again offline', async ({
  page,
}) => {
  const { manifest, config, layers } = putImage();
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${manifest}`);
  await seesAll();
  expect(await faultsOf(page)).toEqual([]);
  await untilControlled(page);
  await readsLayers();
  await image.row('layers').click();
  await expect(page.locator('[role=treeitem][data-node="layers/1"]')).toHaveAttribute('data-digest', layers[1] ?? '');

  await registry.close();
  await app.stop();
  await image.open(app.origin, `${registry.host}/team/app@${manifest}`);
  await page.reload();
  await seesAll();
  await readsLayers();
  await image.open(app.origin, config);
  await expect(image.title).toHaveText('Config for linux/riscv64');

  async function readsLayers() {
    for (const [index, layer] of layers.entries()) {
      expect(await readBlob(page, registry.host, layer)).toBe(`200 ${layerTexts[index]}`);
    }
  }

  async function seesAll() {
    await expect(image.title).toHaveText('Image for linux/riscv64');
    await expect(image.row('')).toHaveAttribute('data-digest', manifest);
    await expect(image.row('config')).toHaveAttribute('data-digest', config);
    await expect(page.locator('[data-proof]')).toHaveText('digest matches');
    await expect(image.alert).toHaveCount(0);
  }
});

test('a manifest, config or layer that does not match its sha512 or sha384 is refused', async ({ page }) => {
  const { manifest, config, layers } = putImage();
  const image = new ImagePage(page);
  const layer = layers[0] ?? '';
  registry.faults.set(layer, { bytes: Buffer.from(layerTexts[1] ?? '') });
  registry.faults.set(config, { bytes: Buffer.from('{"architecture":"amd64","os":"linux"}') });
  await image.open(app.origin, `${registry.host}/team/app@${manifest}&select=config`);
  await expect(image.alert).toHaveAttribute('data-reason', 'digest_mismatch');
  await untilControlled(page);
  expect(await readBlob(page, registry.host, layer)).toContain('digest_mismatch');
  const other = putImage('s390x').manifest;
  registry.faults.set(other, { bytes: Buffer.from('{"schemaVersion":2,"config":{},"layers":[]}') });
  await image.open(app.origin, `${registry.host}/team/app@${other}`);
  await expect(image.alert).toHaveAttribute('data-reason', 'digest_mismatch');
  expect(await faultsOf(page)).toEqual([]);
});

test('a signed schema1 manifest opens by the sha512 of its payload, with its signature', async ({ page }) => {
  const fsLayers = [{ blobSum: nameOf('sha256', 'layer') }];
  const history = [{ v1Compatibility: '{"id":"1"}' }];
  const head = { schemaVersion: 1, name: 'team/app', tag: 'latest', architecture: 'amd64' };
  const payload = JSON.stringify({ ...head, fsLayers, history }, null, 3);
  const digest = nameOf('sha512', payload);
  const document = await signDocument(payload, [await createSigner('ES384')]);
  registry.putManifest('team/app', digest, Buffer.from(document), undefined, digest);
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${digest}`);
  const signature = page.locator('[data-signature]');
  await expect(signature).toHaveAttribute('data-signature', 'valid');
  await untilControlled(page);
  await registry.close();
  await page.reload();
  await expect(image.row('')).toHaveAttribute('data-digest', digest);
  await expect(signature).toHaveAttribute('data-signature', 'valid');
});

function putImage(architecture = 'riscv64') {
  const config = registry.putBlob('team/app', Buffer.from(configOf(architecture)), 'sha512');
  const layers = layerTexts.map((text) => registry.putBlob('team/app', Buffer.from(text), 'sha384'));
  const manifestText = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: config,
      size: configOf(architecture).length,
    },
    layers: layers.map((digest, index) => ({ mediaType: layerType, digest, size: layerTexts[index]?.length })),
  });
  const manifest = nameOf('sha512', manifestText);
  registry.putManifest('team/app', manifest, Buffer.from(manifestText), manifestType, manifest);
  return { manifest, config, layers };
}

function configOf(architecture: string): string {
  return JSON.stringify({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [] } });
}

/** Status and text, with the response of the page's own registry. */
function readBlob(page: Page, host: string, digest: string): Promise<string> {
  return page.evaluate(async (url) => {
    const answer = await fetch(url);
    return `${answer.status} ${await answer.text()}`;
  }, `/v2/team/app/blobs/${digest}?ns=${host}`);
}

function nameOf(algorithm: string, text: string): string {
  return `${algorithm}:${createHash(algorithm).update(text).digest('hex')}`;
}

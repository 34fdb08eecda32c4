import { createHash } from 'node:crypto';
import { expect, test } from 'playwright/test';
import { createSigner, signDocument } from '../src/testing/fixtures/signedDocument.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { unfoldDetails } from './support/details.ts';
import { faultsOf } from './support/judge.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const configText = JSON.stringify({
  architecture: 'arm64',
  os: 'linux',
  config: { User: 'nobody' },
  rootfs: { type: 'layers', diff_ids: [] },
  history: [{ created_by: 'RUN make # buildkit' }],
});

let app: App;
let registry: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
});
test.beforeEach(async ({ context }) => {
  await unfoldDetails(context);
  registry = await startFixtureRegistry();
});
test.afterEach(() => registry.close());
test.afterAll(() => app.stop());

test('a config opens by its own digest, and again without a registry', async ({ page }) => {
  const image = new ImagePage(page);
  const digest = registry.putBlob('team/app', Buffer.from(configText));
  await image.open(app.origin, `${registry.host}/team/app@${digest}`);
  await expect(image.title).toHaveText('Config for linux/arm64');
  await expect(image.row('')).toHaveAttribute('data-kind', 'config');
  await expect(page.getByRole('row').filter({ hasText: 'make' })).toContainText('in its manifest');
  await expect(image.alert).toHaveCount(0);
  expect(await faultsOf(page)).toEqual([]);
  await untilControlled(page);
  await registry.close();
  await page.reload();
  await expect(image.title).toHaveText('Config for linux/arm64');
  registry = await startFixtureRegistry();
});

test('a tag that does not point to a manifest is refused with the reason, and its content shown completely', async ({
  page,
}) => {
  const image = new ImagePage(page);
  const text = JSON.stringify({ schemaVersion: 2, config: {}, layers: [], manifests: [] });
  for (const reference of ['latest', sha256(text)])
    registry.putManifest('team/app', reference, Buffer.from(text), manifestType);
  await image.open(app.origin, `${registry.host}/team/app:latest`);
  await expect(image.alert).toHaveAttribute('data-reason', 'invalid_manifest');
  await expect(image.alert).toContainText('cannot determine');
  await expect(page.getByRole('region', { name: 'Raw text' })).toContainText('"manifests"');
  await expect(page.getByRole('link', { name: /finding/ })).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
});

test('an entry that is not a manifest is shown with its reason, and affects no other', async ({ page }) => {
  const image = new ImagePage(page);
  const broken = '{"schemaVersion":2,"layers":7}';
  const good = JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config: {}, layers: [] });
  const entries = [broken, good].map((text) => ({ mediaType: manifestType, digest: sha256(text), size: text.length }));
  const index = JSON.stringify({ schemaVersion: 2, manifests: entries });
  for (const text of [broken, good]) registry.putManifest('team/app', sha256(text), Buffer.from(text), manifestType);
  registry.putManifest('team/app', sha256(index), Buffer.from(index), 'application/vnd.oci.image.index.v1+json');
  await image.open(app.origin, `${registry.host}/team/app@${sha256(index)}&select=manifests/0`);
  await expect(image.alert).toHaveAttribute('data-reason', 'invalid_manifest');
  await expect(page.getByRole('region', { name: 'Raw text' })).toContainText('"layers"');
  await image.row('manifests/1').click();
  await expect(image.title).toHaveText('Image');
  await expect(image.alert).toHaveCount(0);
});

test('a signed schema1 manifest shows whether its signature is valid, and by which key, also offline', async ({
  page,
}) => {
  const image = new ImagePage(page);
  const payload = schema1Of('team/app');
  const signer = await createSigner('ES256');
  const document = await signDocument(payload, [signer]);
  registry.putManifest('team/app', sha256(payload), Buffer.from(document), undefined, sha256(payload));
  await image.open(app.origin, `${registry.host}/team/app@${sha256(payload)}`);
  const fact = page.locator('dl > div').filter({ has: page.getByText('Signature', { exact: true }) });
  await expect(fact.getByRole('definition')).toHaveText(`Valid, by key ${signer.keyId} (self-asserted)`);
  expect(await faultsOf(page)).toEqual([]);
  await untilControlled(page);
  await registry.close();
  await page.reload();
  await expect(fact).toContainText(`Valid, by key ${signer.keyId}`);
  registry = await startFixtureRegistry();
});

test('a schema1 manifest that was changed after it was signed is shown with an invalid signature', async ({ page }) => {
  const image = new ImagePage(page);
  const payload = schema1Of('team/app');
  const changed = payload.replace('"amd64"', '"arm64"');
  const document = Buffer.from(await signDocument(payload, [await createSigner('RS256')]));
  const text = document.toString().replace('"amd64"', '"arm64"');
  registry.putManifest('team/app', sha256(changed), Buffer.from(text), undefined, sha256(changed));
  registry.putManifest('team/app', sha256(payload), Buffer.from(payload));
  await image.open(app.origin, `${registry.host}/team/app@${sha256(changed)}`);
  await expect(image.title).toHaveText(/^Image/);
  await expect(page.locator('[data-signature=invalid]')).toContainText('(RS256)');
  expect(await faultsOf(page)).toEqual([]);
  await image.open(app.origin, `${registry.host}/team/app@${sha256(payload)}`);
  await expect(page.getByText('not signed', { exact: true })).toBeVisible();
});

test('bytes that are not text are shown as hex, and saved unchanged', async ({ page }) => {
  const image = new ImagePage(page);
  const digest = registry.putBlob('team/app', Buffer.from([0xff, 0x00, 0x41]));
  await image.open(app.origin, `${registry.host}/team/app@${digest}`);
  await expect(image.title).toHaveText('Unknown content');
  await expect(page.getByText('not UTF-8 text, shown as hex')).toBeVisible();
  await expect(page.getByText('ff 00 41')).toBeVisible();
});

function schema1Of(name: string): string {
  const layer = `sha256:${'d'.repeat(64)}`;
  const history = [{ v1Compatibility: '{"id":"1"}' }];
  const fsLayers = [{ blobSum: layer }];
  return JSON.stringify({ schemaVersion: 1, name, tag: 'latest', architecture: 'amd64', fsLayers, history }, null, 3);
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

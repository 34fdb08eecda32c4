import { createHash } from 'node:crypto';
import { expect, test } from 'playwright/test';
import { startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { unfoldDetails } from './support/details.ts';
import { pushImage } from './support/pushImage.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';
const spdx = 'application/spdx+json';

let app: App;
let registry: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
});
test.beforeEach(async ({ context }) => {
  await unfoldDetails(context);
  registry = await startFixtureRegistry();
});
test.afterEach(async () => {
  await registry.close();
});
test.afterAll(async () => {
  await app.stop();
});

test('CNCF Distribution 2, whose 404 for the referrers route has no CORS headers, is requested once, and nothing is reported', async ({
  page,
}) => {
  const distribution = await startDistribution();
  const images = await Promise.all(['one', 'two'].map((name) => pushImage(distribution.host, `team/${name}`, name)));
  distribution.requests.length = 0;
  const opened = new ImagePage(page);
  const asked = (part: string) => distribution.requests.filter(({ path }) => path.includes(part)).length;
  for (const [at, name] of ['one', 'two'].entries()) {
    await opened.open(app.origin, `${distribution.host}/team/${name}@${images[at]?.digest}`);
    await expect(opened.row('layers/0')).toBeVisible();
    // Only the referrers tag: cosign's are longer.
    await expect
      .poll(() => distribution.requests.filter(({ path }) => /manifests\/sha256-[0-9a-f]+$/.test(path)).length)
      .toBe(at + 1);
    await expect(page.getByText('CORS')).toHaveCount(0);
    await expect(opened.alert).toHaveCount(0);
  }
  expect(asked('/referrers/')).toBe(2);
  await distribution.stop();
});

test('referrers of an index and of its entry are listed under each, and open offline', async ({ page }) => {
  const config = put(JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } }));
  const image = putManifest(ociManifest, {
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [],
  });
  const index = putManifest(ociIndex, { manifests: [{ ...image, platform: { os: 'linux', architecture: 'amd64' } }] });
  const empty = put('{}');
  const emptyConfig = { mediaType: 'application/vnd.oci.empty.v1+json', ...empty };
  const sbom = putManifest(ociManifest, { artifactType: spdx, config: emptyConfig, layers: [], subject: image });
  const signature = putManifest(
    ociManifest,
    // cosign uses the config of an image.
    { config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...empty }, layers: [] },
    `${index.digest.replace(':', '-')}.sig`,
  );
  registry.lists.referrers.set(image.digest, [{ ...sbom, artifactType: spdx }]);

  const opened = new ImagePage(page);
  await opened.open(app.origin, `${registry.host}/team/app@${index.digest}`);
  await expect(opened.row('referrers/0')).toHaveAttribute('data-digest', signature.digest);
  await expect(opened.row('referrers/0')).toContainText('Signature, cosign');
  await opened.expand('manifests/0');
  await expect(opened.row('manifests/0/referrers/0')).toContainText('SBOM, SPDX');
  await opened.row('manifests/0/referrers').click();
  await expect(opened.title).toHaveText('1 referrer');
  await page.getByRole('link', { name: /^[0-9a-f]{8}…/ }).click();
  await expect(page).toHaveURL(/select=manifests\/0\/referrers\/0$/);
  await expect(page.getByRole('definition').filter({ hasText: spdx })).toBeVisible();
  await untilControlled(page);

  await registry.close();
  await page.reload();
  await expect(opened.row('manifests/0/referrers/0')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('definition').filter({ hasText: spdx })).toBeVisible();
  await opened.row('').click();
  await expect(page.getByText('as listed')).toBeVisible();
  registry = await startFixtureRegistry();
});

test('content that opens from the store requests referrers only when the user does', async ({ page }) => {
  const config = put('{}');
  const image = putManifest(ociManifest, {
    config: { mediaType: 'application/vnd.oci.empty.v1+json', ...config },
    layers: [],
  });
  const opened = new ImagePage(page);
  await opened.open(app.origin, `${registry.host}/team/app@${image.digest}`);
  await expect(page.getByText('Referrers none')).toBeVisible();
  await untilControlled(page);
  registry.lists.referrers.set(image.digest, [{ ...image, artifactType: 'application/x' }]);
  registry.requests.length = 0;
  await page.reload();
  const ask = page.getByRole('button', { name: `Check ${registry.host} for referrers` });
  await expect(ask).toBeVisible();
  expect(registry.requests).toEqual([]);
  await ask.click();
  await expect(opened.row('referrers/0')).toHaveAttribute('data-digest', image.digest);
});

function put(text: string): { readonly digest: string; readonly size: number } {
  return { digest: registry.putBlob('team/app', Buffer.from(text)), size: Buffer.byteLength(text) };
}

function putManifest(mediaType: string, document: object, tag?: string) {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...document }));
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  registry.putManifest('team/app', digest, bytes, mediaType);
  if (tag !== undefined) registry.putManifest('team/app', tag, bytes, mediaType);
  return { mediaType, digest, size: bytes.length };
}

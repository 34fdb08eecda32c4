import { createHash } from 'node:crypto';
import { expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { judge } from './support/judge.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';
const ociConfig = 'application/vnd.oci.image.config.v1+json';
const ociLayer = 'application/vnd.oci.image.layer.v1.tar+gzip';

let app: App;
let registry: FixtureRegistry;
test.beforeEach(async () => {
  [app, registry] = await Promise.all([startApp(), startFixtureRegistry()]);
});
test.afterEach(async () => {
  await Promise.all([app.stop(), registry.close()]);
});

test('content that two images share names the other one, whose link opens it, offline too', async ({ page }) => {
  const { base, derived } = putImages();
  const opened = new ImagePage(page);
  await opened.open(app.origin, `${registry.host}/team/base@${base.digest}&select=layers/0`);
  await expect(page.getByText('Not referenced by any other manifest in this browser')).toBeVisible();
  await untilControlled(page);

  await opened.open(app.origin, `${registry.host}/team/app@${derived.digest}&select=layers/1`);
  await expect(opened.title).toHaveText('Layer 2 of 2');
  await expect(usedBy(page)).toHaveText([
    new RegExp(`^${registry.host}/team/base · Image · layer 1 of 1${base.digest.slice(7, 15)}….*just now$`),
  ]);
  await opened.row('config').click();
  await expect(usedBy(page)).toHaveText([new RegExp(`^${registry.host}/team/base · Image · config`)]);
  await opened.row('layers/0').click();
  await expect(page.getByText('Not referenced by any other manifest in this browser')).toBeVisible();
  await opened.row('layers/1').click();
  await usedBy(page).getByTitle(base.digest).click();
  await expect(page).toHaveURL(`${app.origin}/#${registry.host}/team/base@${base.digest}`);
  await expect(opened.row('')).toHaveAttribute('data-digest', base.digest);

  await Promise.all([app.stop(), registry.close()]);
  await page.goto('about:blank');
  await opened.open(app.origin, `${registry.host}/team/base@${base.digest}&select=layers/0`);
  await expect(usedBy(page)).toHaveText([new RegExp(`^${registry.host}/team/app · Image · layer 2 of 2`)]);
  await usedBy(page).getByTitle(derived.digest).click();
  await expect(opened.row('')).toHaveAttribute('data-digest', derived.digest);
});

test('an image names the index that lists it if the tree does not show that', async ({ page }) => {
  const { derived, index } = putImages();
  const opened = new ImagePage(page);
  await opened.open(app.origin, `${registry.host}/team/app@${index.digest}&select=manifests/0`);
  await expect(opened.title).toHaveText('Image for linux/amd64');
  await expect(page.getByRole('heading', { name: 'How it was built' })).toBeVisible();
  await untilControlled(page);

  // Leaves the page first, so that only the next response counts.
  await page.goto('about:blank');
  const asked = page.waitForResponse((response) => response.url().includes('/-/parents/'));
  await opened.open(app.origin, `${registry.host}/team/app@${index.digest}&select=manifests/0`);
  expect((await (await asked).json()).parents).toMatchObject([{ digest: index.digest }]);
  await expect(opened.title).toHaveText('Image for linux/amd64');
  await expect(page.getByRole('heading', { name: 'Used by' })).toHaveCount(0);

  await opened.open(app.origin, `${registry.host}/team/app@${derived.digest}`);
  await expect(usedBy(page)).toHaveText([new RegExp(`^${registry.host}/team/app · Index · linux/amd64 entry`)]);
  await page.getByRole('tab', { name: 'Raw' }).click();
  await expect(page.getByRole('heading', { name: 'Used by' })).toHaveCount(0);
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [390, 'dark'],
] as const) {
  test(`a layer names the images that use it by tag and platform, ${width} wide`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const { base, derived, index } = putImages();
    const subject = { mediaType: ociManifest, digest: base.digest, size: base.size };
    const empty = { mediaType: 'application/vnd.oci.empty.v1+json', ...put('{}') };
    const sbom = { artifactType: 'application/spdx+json', config: empty, layers: [empty], subject };
    const artifact = putManifest('team/base', ociManifest, sbom);
    for (const tag of ['1.4', 'latest']) putManifest('team/app', ociIndex, index.document, tag);
    const opened = new ImagePage(page);
    for (const tag of ['1.4', 'latest']) {
      await opened.open(app.origin, `${registry.host}/team/app:${tag}&select=manifests/0`);
      await expect(opened.title).toHaveText('Image for linux/amd64');
    }
    await opened.open(app.origin, `${registry.host}/team/base@${artifact.digest}`);
    await expect(opened.title).toHaveText('SBOM, SPDX');
    await opened.open(app.origin, `${registry.host}/team/base@${base.digest}&select=layers/0`);
    await expect(usedBy(page)).toHaveText([
      new RegExp(`^${registry.host}/team/app:1.4, :latest, linux/amd64 · Image · layer 2 of 2`),
    ]);
    await expect(page.getByRole('heading', { name: 'Refer to this' })).toHaveCount(0);
    await usedBy(page).scrollIntoViewIfNeeded();
    await judge(page, 'used-by-layer', colorScheme, width);

    if (width < 760) return;
    await opened.open(app.origin, `${registry.host}/team/app@${derived.digest}`);
    await expect(usedBy(page)).toHaveText([
      new RegExp(`^${registry.host}/team/app:1.4, :latest · Index · linux/amd64 entry`),
    ]);
    await opened.open(app.origin, `${registry.host}/team/base@${base.digest}`);
    const referring = page.getByRole('list', { name: 'Manifests seen in this browser that refer to this' });
    await expect(referring.getByRole('listitem')).toHaveText([new RegExp(`^${registry.host}/team/base · SBOM, SPDX`)]);
    await expect(page.getByRole('heading', { name: 'Refer to this' })).toBeVisible();
    await referring.scrollIntoViewIfNeeded();
    await judge(page, 'used-by-referrer', colorScheme, width);

    await opened.open(app.origin, `${registry.host}/team/base@${base.digest}&select=layers/0`);
    await usedBy(page).getByRole('link', { name: ':latest' }).click();
    await expect(page).toHaveURL(`${app.origin}/#${registry.host}/team/app:latest`);
    await expect(opened.title).toContainText('Index of 1 platform');
  });
}

/** The rows of the list. */
function usedBy(page: Page) {
  return page.getByRole('list', { name: 'Manifests seen in this browser that contain this' }).getByRole('listitem');
}

/** An image, one of another repository with the same config and layer plus one of its own, and an index of that. */
function putImages() {
  const config = { mediaType: ociConfig, ...put(JSON.stringify({ architecture: 'amd64', os: 'linux' })) };
  const [shared, own] = ['shared', 'own'].map((text) => ({ mediaType: ociLayer, ...put(text) }));
  const base = putManifest('team/base', ociManifest, { config, layers: [shared] });
  const derived = putManifest('team/app', ociManifest, { config, layers: [own, shared] });
  const platform = { os: 'linux', architecture: 'amd64' };
  const document = { manifests: [{ ...derived, platform }] };
  return { base, derived, index: { ...putManifest('team/app', ociIndex, document), document } };
}

function put(text: string): { readonly digest: string; readonly size: number } {
  for (const name of ['team/base', 'team/app']) registry.putBlob(name, Buffer.from(text));
  return { digest: sha256(Buffer.from(text)), size: Buffer.byteLength(text) };
}

function putManifest(name: string, mediaType: string, document: object, tag?: string) {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...document }));
  const digest = sha256(bytes);
  registry.putManifest(name, digest, bytes, mediaType);
  if (tag !== undefined) registry.putManifest(name, tag, bytes, mediaType);
  return { mediaType, digest, size: bytes.length };
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

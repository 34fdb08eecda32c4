import { expect, type Locator, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { pushBlob, pushManifest, sha256 } from '../src/testing/servers/pushContent.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { unfoldDetails } from './support/details.ts';
import { pushImage } from './support/pushImage.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';
const empty = 'application/vnd.oci.empty.v1+json';
const bundle = 'application/vnd.dev.sigstore.bundle+json;version=0.2';
const cosign = 'application/vnd.dev.cosign.simplesigning.v1+json';
const signatureConfig = JSON.stringify({
  os: '',
  architecture: '',
  rootfs: { type: 'layers', diff_ids: [sha256('x')] },
});

let app: App;
let registry: DistributionRegistry;
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startDistribution()]);
});
test.beforeEach(({ context }) => unfoldDetails(context));
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
});

test('an entry whose index states another platform shows what its own config says, with a finding', async ({
  page,
}) => {
  const opened = new ImagePage(page);
  const image = await pushImage(registry.host, 'claims/platform', 'platform');
  const attestation = await pushImage(registry.host, 'claims/platform', 'attestation');
  const size = Buffer.byteLength(image.manifest);
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': image.digest,
  };
  const index = await push('claims/platform', ociIndex, {
    manifests: [
      { mediaType: ociManifest, digest: image.digest, size, platform: { os: 'linux', architecture: 'arm64' } },
      { mediaType: ociManifest, digest: attestation.digest, size: attestation.manifest.length, annotations },
    ],
  });
  const reference = `${registry.host}/claims/platform@${index.digest}`;

  await opened.open(app.origin, `${reference}&select=manifests/0/config`);
  await expect(opened.title).toHaveText('Config for linux/amd64');
  await expect(page).toHaveTitle(/^Config for linux\/amd64 · /);
  await expect(fact(page, 'Platform')).toHaveText('linux/amd64 the index says linux/arm64');
  await fact(page, 'Spec check').getByRole('link').first().click();
  await expect(page.getByText('in the index entry that leads here, platform.architecture is amd64')).toBeVisible();
  await expect(opened.row('manifests/0')).toContainText('linux/amd64');
  await expect(opened.row('manifests/0')).toContainText('linux/arm64 by the index');
  await expect(opened.row('manifests/1')).toContainText('Attestation for linux/amd64');
  await expect(page.getByRole('navigation', { name: 'Breadcrumbs' })).toContainText('linux/amd64');
  await opened.row('').click();
  await expect(page.getByRole('table', { name: 'Platforms' })).toContainText('linux/amd64');
  await expect(fact(page, 'Manifest size')).toHaveText(/^\d+ B$/);
  await opened.row('manifests/0').click();
  await expect(opened.title).toHaveText('Image for linux/amd64');
  await expect(fact(page, 'Spec check')).toContainText('finding');
  await expect(fact(page, 'Platform')).toHaveText(/^linux\/amd64 the index says linux\/arm64 · \d+ B in 1 layer$/);
  await expect(fact(page, 'Manifest size')).toHaveText(/^\d+ B$/);
});

test('a platform that no config confirms is shown as stated by the index', async ({ page }) => {
  const opened = new ImagePage(page);
  const config = await pushBlob(registry.host, 'claims/unread', '{}');
  const image = await push('claims/unread', ociManifest, {
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [],
  });
  const index = await push('claims/unread', ociIndex, {
    manifests: [{ ...image, platform: { os: 'linux', architecture: 'arm64' } }],
  });
  await opened.open(app.origin, `${registry.host}/claims/unread@${index.digest}&select=manifests/0`);
  await expect(opened.title).toHaveText('Image for linux/arm64 by the index');
  await expect(fact(page, 'Platform')).toHaveText('linux/arm64 by the index');
});

test.describe('a referrer', () => {
  let fixture: FixtureRegistry;
  test.beforeEach(async () => {
    fixture = await startFixtureRegistry();
  });
  test.afterEach(async () => {
    await fixture.close();
  });

  test('is named by its own manifest once that is read, and its signature is not called verified', async ({ page }) => {
    const opened = new ImagePage(page);
    const image = putManifest(fixture, { config: emptyConfig(fixture), layers: [], artifactType: 'application/x' });
    const document = JSON.stringify({ mediaType: bundle, verificationMaterial: { publicKey: { hint: 'the hint' } } });
    const referrer = putManifest(fixture, {
      artifactType: bundle,
      config: emptyConfig(fixture),
      layers: [{ mediaType: bundle, ...put(fixture, document) }],
      subject: image,
    });
    fixture.lists.referrers.set(image.digest, [{ ...referrer, artifactType: empty }]);
    await opened.open(app.origin, `${fixture.host}/team/app@${image.digest}&select=referrers`);
    const row = page.getByRole('row').filter({ hasText: referrer.digest.slice(7, 15) });
    await expect(row).toContainText(`${empty} according to the list`);
    await opened.row('referrers/0').click();
    await expect(opened.title).toHaveText('Sigstore bundle');
    await expect(opened.row('referrers/0')).toContainText('Sigstore bundle');
    await expect(fact(page, 'Artifact type')).toHaveText(bundle);
    await expect(fact(page, 'Key')).toHaveText('the hint');
    await expect(page.locator('header [data-proof]')).toHaveText('digest matches');
    await expect(page.locator('header [data-signature]')).toHaveText('signature not verified');
    await fact(page, 'Spec check').getByRole('link').click();
    await expect(
      page.getByText(`in the parent’s descriptor, artifactType is ${bundle}, as in the manifest`),
    ).toBeVisible();
    await opened.row('referrers').click();
    await expect(row).toContainText(bundle);
    await expect(row).not.toContainText('according to the list');
  });

  test('that was found by its cosign tag has no finding about the descriptor that the app synthesized', async ({
    page,
  }) => {
    const opened = new ImagePage(page);
    const image = putManifest(fixture, { config: emptyConfig(fixture), layers: [], artifactType: 'application/x' });
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', ...put(fixture, signatureConfig) };
    const signature = putManifest(
      fixture,
      { config, layers: [{ mediaType: cosign, ...put(fixture, '{"critical":{}}') }] },
      `${image.digest.replace(':', '-')}.sig`,
    );
    await opened.open(app.origin, `${fixture.host}/team/app@${image.digest}&select=referrers/0`);
    await expect(opened.title).toHaveText('Signature, cosign');
    await expect(opened.row('referrers/0')).toHaveAttribute('data-digest', signature.digest);
    await expect(fact(page, 'Spec check')).toHaveText('Valid (OCI image-spec)');
    await expect(fact(page, 'Artifact type')).toHaveCount(0);
    await expect(page.locator('header [data-signature]')).toHaveText('signature not verified');
    await opened.row('referrers').click();
    await expect(page.getByRole('row').filter({ hasText: 'Signature, cosign' })).toContainText('found by tag');
  });
});

test.describe('a reference with tag and digest', () => {
  test('shows what the digest names, and where the tag points now', async ({ page, context }) => {
    const opened = new ImagePage(page);
    const repository = 'claims/tag';
    const first = await pushImage(registry.host, repository, 'first', { tag: '1.4.3' });
    const reference = `${registry.host}/${repository}:1.4.3@${first.digest}`;
    await opened.open(app.origin, reference);
    await expect(opened.row('config')).toHaveAttribute('data-digest', first.config);
    await expect(tagOf(page)).toHaveText('points to this digest');
    await expect(page).toHaveTitle(
      `Image for linux/amd64 · ${registry.host}/${repository}@${first.digest.slice(7, 15)}…${first.digest.slice(-3)}`,
    );

    const second = await pushImage(registry.host, repository, 'second', { tag: '1.4.3' });
    await page.reload();
    await expect(tagOf(page)).toHaveAttribute('data-tag', 'other');
    await expect(opened.row('config')).toHaveAttribute('data-digest', first.config);
    const link = tagOf(page).getByRole('link');
    await expect(link).toHaveAttribute('title', second.digest);
    await expect(link).toHaveAttribute('href', `#${registry.host}/${repository}@${second.digest}`);

    await untilControlled(page);
    await context.setOffline(true);
    await registry.pause();
    await page.reload();
    await expect(opened.row('config')).toHaveAttribute('data-digest', first.config);
    await expect(tagOf(page)).toContainText('last seen pointing to');
    await expect(tagOf(page)).toContainText('just now');
    await registry.resume();
    await context.setOffline(false);
    await expect(tagOf(page)).toContainText('now points to');
  });

  test('reports that the tag no longer exists', async ({ page }) => {
    const opened = new ImagePage(page);
    const image = await pushImage(registry.host, 'claims/gone', 'gone');
    await opened.open(app.origin, `${registry.host}/claims/gone:0.9@${image.digest}`);
    await expect(tagOf(page)).toHaveText(`not found on ${registry.host}`);
    await expect(opened.row('config')).toHaveAttribute('data-digest', image.config);
  });

  test('is shown while the registry does not answer for the tag, and says why it could not be checked', async ({
    page,
  }) => {
    const fixture = await startFixtureRegistry();
    const opened = new ImagePage(page);
    const image = putManifest(fixture, { config: emptyConfig(fixture), layers: [], artifactType: 'application/x' });
    let answer = () => {};
    fixture.faults.set('2.0', {
      answer: (_request, response) => {
        answer = () => void response.writeHead(403).end('{}');
      },
    });
    await opened.open(app.origin, `${fixture.host}/team/app:2.0@${image.digest}`);
    await expect(fact(page, 'Tag')).toHaveText('2.0 is being checked…');
    await expect(opened.row('')).toHaveAttribute('data-digest', image.digest);
    await expect(fact(page, 'Spec check')).toBeVisible();
    await expect
      .poll(() => fixture.requests.some(({ method, path }) => method === 'GET' && path.endsWith('/2.0')))
      .toBe(true);
    answer();
    await expect(tagOf(page)).toHaveText(`could not be checked: ${fixture.host} denies access (403)`);
    await fixture.close();
  });
});

function fact(page: Page, term: string): Locator {
  return page
    .getByRole('article')
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${term}$`) }) })
    .locator('dd');
}

function tagOf(page: Page): Locator {
  return page.getByRole('article').locator('[data-tag]');
}

async function push(repository: string, mediaType: string, document: object) {
  const text = JSON.stringify({ schemaVersion: 2, mediaType, ...document });
  const digest = sha256(text);
  await pushManifest(registry.host, repository, digest, text, mediaType);
  return { mediaType, digest, size: Buffer.byteLength(text) };
}

function put(fixture: FixtureRegistry, text: string) {
  return { digest: fixture.putBlob('team/app', Buffer.from(text)), size: Buffer.byteLength(text) };
}

function emptyConfig(fixture: FixtureRegistry) {
  return { mediaType: empty, ...put(fixture, '{}') };
}

function putManifest(fixture: FixtureRegistry, document: object, tag?: string) {
  const text = JSON.stringify({ schemaVersion: 2, mediaType: ociManifest, ...document });
  const digest = sha256(text);
  for (const reference of tag === undefined ? [digest] : [digest, tag]) {
    fixture.putManifest('team/app', reference, Buffer.from(text), ociManifest);
  }
  return { mediaType: ociManifest, digest, size: Buffer.byteLength(text) };
}

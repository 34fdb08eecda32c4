import { createHash } from 'node:crypto';
import { expect, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { unfoldDetails } from './support/details.ts';
import { judge } from './support/judge.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';
const ociConfig = 'application/vnd.oci.image.config.v1+json';

let app: App;
let first: FixtureRegistry;
let second: FixtureRegistry;
test.beforeEach(async ({ context }) => {
  await unfoldDetails(context);
  [app, first, second] = await Promise.all([startApp(), startFixtureRegistry(), startFixtureRegistry()]);
});
test.afterEach(async () => {
  await Promise.all([app.stop(), first.close(), second.close()]);
});

test('a child that was never opened is fetched by its bare digest from the repository of its index', async ({
  page,
}) => {
  const { child, index, config } = putIndex(first);
  const image = new ImagePage(page);
  await image.open(app.origin, `${first.host}/team/app@${index}`);
  await expect(image.title).toContainText('Index of 9 platforms');
  await untilControlled(page);
  expect(first.requests.filter(({ path }) => path.includes(child))).toEqual([]);

  await image.open(app.origin, child);
  await expect(image.row('')).toHaveAttribute('data-digest', child);
  await expect(page.getByRole('definition').filter({ hasText: `${first.host} · fetched` })).toBeVisible();
  await expect(image.row('config')).toHaveAttribute('data-digest', config);
  await first.close();
  await page.reload();
  await expect(page.getByRole('definition').filter({ hasText: `first fetched from ${first.host}` })).toBeVisible();
  first = await startFixtureRegistry();
});

test('a config that is not stored is fetched by its bare digest, even if one registry denies it', async ({ page }) => {
  const image = new ImagePage(page);
  const digests = [second, first].map((registry) => ({ registry, ...putIndex(registry, { ofImage: registry.host }) }));
  const config = digests[0]?.config ?? '';
  first.faults.set(config, { status: 403 });
  second.faults.set(config, { status: 403, times: 1 });
  for (const { registry, child } of digests) {
    await image.open(app.origin, `${registry.host}/team/app@${child}`);
    await expect(image.row('config')).toHaveAttribute('data-state', 'failed');
  }
  await image.open(app.origin, config);
  await expect(image.row('')).toHaveAttribute('data-digest', config);
  expect(first.requests.filter(({ path }) => path.endsWith(`/manifests/${config}`))).not.toEqual([]);
});

for (const [title, fault] of [
  ['does not have it', {}],
  ['denies it', { status: 403 }],
  ['is stopped', undefined],
] as const) {
  test(`the next registry is tried if the newest ${title}`, async ({ page }) => {
    const { child, index } = putIndex(second);
    const image = new ImagePage(page);
    await image.open(app.origin, `${second.host}/team/app@${index}`);
    await expect(image.title).toContainText('Index of 9 platforms');
    const other = putIndex(first, { ofIndex: 'first', isAlone: true });
    await image.open(app.origin, `${first.host}/team/app@${other.index}`);
    await expect(image.row('')).toHaveAttribute('data-digest', other.index);
    await untilControlled(page);

    if (fault) first.faults.set(child, fault);
    else await first.close();
    await image.open(app.origin, child);
    await expect(page.getByRole('definition').filter({ hasText: `${second.host} · fetched` })).toBeVisible();
    if (fault) expect(first.requests.some(({ path }) => path.includes(child))).toBe(true);
    else first = await startFixtureRegistry();
  });
}

for (const [width, colorScheme] of [
  [1280, 'light'],
  [390, 'dark'],
] as const) {
  test(`content that no registry has is reported with the repositories tried, ${width} wide`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    const image = new ImagePage(page);
    const unknown = `sha256:${'7'.repeat(64)}`;
    await image.open(app.origin, unknown);
    await expect(image.alert).toHaveAttribute('data-reason', 'not_found');
    await expect(image.alert).toContainText("This digest isn't cached");
    await expect(image.alert).toContainText('no known repository to try');

    const own = putIndex(first, { isAlone: true });
    const other = putIndex(second, { ofIndex: 'second', isAlone: true });
    for (const [registry, { index }] of [
      [first, own],
      [second, other],
    ] as const) {
      await image.open(app.origin, `${registry.host}/team/app@${index}`);
      await expect(image.title).toHaveText('Index of 9 platforms');
      await page.getByRole('tab').first().waitFor();
    }
    await image.open(app.origin, own.child);
    await expect(image.alert).toContainText('not found in the 2 repositories tried');
    const looked = page.locator('section', { has: page.getByRole('heading', { name: 'Repositories tried' }) });
    await expect(looked.locator('dl > div')).toHaveText([
      `${second.host}/team/appNot found on ${second.host}`,
      `${first.host}/team/appNot found on ${first.host}`,
    ]);
    await judge(page, 'bare-digest', colorScheme, width);
  });
}

/**
 * Pushes an index whose last image is `child`, which is not pushed if the index is to be alone. The overview reads the manifests of
 * eight platforms, so that many entries of another image precede it. `ofIndex` and `ofImage` change the documents.
 */
function putIndex(
  registry: FixtureRegistry,
  { ofIndex, ofImage, isAlone = false }: { ofIndex?: string; ofImage?: string; isAlone?: boolean } = {},
) {
  const text = JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } });
  const config = { mediaType: ociConfig, digest: sha256(text), size: text.length };
  const child = documentOf({ schemaVersion: 2, mediaType: ociManifest, config, layers: [], of: ofImage });
  const front = documentOf({ schemaVersion: 2, mediaType: ociManifest, config, layers: [], of: 'another image' });
  const entry = (document: typeof front, variant: string) => {
    const platform = { os: 'linux', architecture: 'amd64', variant };
    return { mediaType: ociManifest, digest: document.digest, size: document.bytes.length, platform };
  };
  const before = Array.from({ length: 8 }, (_, number) => entry(front, `v${number}`));
  const manifests = [...before, entry(child, 'v9')];
  const index = documentOf({ schemaVersion: 2, mediaType: ociIndex, manifests, of: ofIndex });
  registry.putManifest('team/app', index.digest, index.bytes, ociIndex);
  registry.putManifest('team/app', front.digest, front.bytes, ociManifest);
  registry.putBlob('team/app', Buffer.from(text));
  if (!isAlone) {
    registry.putManifest('team/app', child.digest, child.bytes, ociManifest);
  }
  return { child: child.digest, index: index.digest, config: config.digest };
}

function documentOf(document: object) {
  const bytes = Buffer.from(JSON.stringify(document));
  return { bytes, digest: sha256(bytes) };
}

function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

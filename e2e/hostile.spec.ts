import { createHash } from 'node:crypto';
import { expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

let app: App;
let registry: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
});
test.beforeEach(async () => {
  registry = await startFixtureRegistry();
});
test.afterEach(async () => {
  await registry.close();
});
test.afterAll(async () => {
  await app.stop();
});

test('bytes that do not match the digest are refused with an explanation, and not stored', async ({ page }) => {
  const digest = sha256('what was asked for');
  registry.putManifest('team/app', digest, Buffer.from('{"schemaVersion":2,"config":{},"layers":[]}'));
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${digest}`);
  await expect(image.alert).toHaveAttribute('data-reason', 'digest_mismatch');
  await expect(image.alert).toContainText('discarded');
  expect(await storedBlobs(page)).toBe(0);
});

test('a registry that does not know the digest is reported as having answered so', async ({ page }) => {
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${sha256('nothing')}`);
  await expect(image.alert).toHaveAttribute('data-reason', 'not_found');
});

test('a text that is not a reference is refused with the rule it breaks', async ({ page }) => {
  const image = new ImagePage(page);
  await image.open(app.origin, 'Not A Reference');
  await expect(image.alert).toHaveAttribute('data-reason', 'invalid_reference');
});

test('a registry that answers OPTIONS with 405 can still be read', async ({ page }) => {
  registry.cors = { ...registry.cors, preflight: 405 };
  const { reference } = putImage('{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}');
  const image = new ImagePage(page);
  await image.open(app.origin, reference);
  await image.expand('');
  await expect(image.row('config')).toBeVisible();
  expect(registry.requests.filter(({ method }) => method === 'OPTIONS')).toEqual([]);
});

test('a blob typed text/html that is opened as a page runs no script', async ({ page }) => {
  const script = '<!doctype html><title>mine</title><script>document.title = "ran"</script>';
  const { reference, config } = putImage(script);
  const image = new ImagePage(page);
  await image.open(app.origin, reference);
  await expect(image.title).toBeVisible();
  await untilControlled(page);
  await page.goto(`${app.origin}/v2/team/app/blobs/${config}?ns=${registry.host}`);
  await expect(page).not.toHaveTitle('ran');
  expect(new URL(page.url()).pathname).toBe('/');
});

test('a blob sent with Content-Encoding fails with its name and leaves nothing behind', async ({ page }) => {
  const { reference, config } = putImage('{"architecture":"amd64","os":"linux"}');
  registry.faults.set(config, { contentEncodingOf: Buffer.from('{"architecture":"arm64","os":"linux"}') });
  const image = new ImagePage(page);
  await image.open(app.origin, `${reference}&select=config`);
  await expect(image.alert).toHaveAttribute('data-reason', 'digest_mismatch');
  expect(await storedBlobs(page)).toBe(1);
});

function putImage(config: string): { reference: string; config: string } {
  const configDigest = registry.putBlob('team/app', Buffer.from(config));
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: configDigest, size: config.length },
    layers: [],
  });
  registry.putManifest('team/app', sha256(manifest), Buffer.from(manifest));
  return { reference: `${registry.host}/team/app@${sha256(manifest)}`, config: configDigest };
}

/** Number of blobs in the content store, counted in IndexedDB itself. */
async function storedBlobs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const counts = (await indexedDB.databases()).map(
      ({ name }) =>
        new Promise<number>((resolve, reject) => {
          const opened = indexedDB.open(name ?? '');
          opened.onerror = () => reject(opened.error);
          opened.onsuccess = () => {
            const stores = [...opened.result.objectStoreNames].filter((store) => store === 'info');
            if (stores.length === 0) return resolve(0);
            const count = opened.result.transaction('info').objectStore('info').count();
            count.onsuccess = () => {
              opened.result.close();
              resolve(count.result);
            };
          };
        }),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  });
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

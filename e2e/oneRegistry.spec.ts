import { createHash } from 'node:crypto';
import { expect, type Page, test } from 'playwright/test';
import { hostileDocuments } from '../src/testing/fixtures/hostileSchema1.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

const schema1Type = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
const config =
  '{"architecture":"amd64","os":"linux","config":{"Env":["GOOD=1"]},"rootfs":{"type":"layers","diff_ids":[]}}';
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(config), size: config.length },
  layers: [],
});
const digest = sha256(manifest);
const [wrapper = { bytes: new Uint8Array() }] = hostileDocuments(manifest);
const index = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  manifests: [{ mediaType: schema1Type, digest, size: wrapper.bytes.length }],
});

let app: App;
let good: FixtureRegistry;
let evil: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
});
test.beforeEach(async () => {
  [good, evil] = [await startFixtureRegistry(), await startFixtureRegistry()];
  good.putManifest('team/app', digest, Buffer.from(manifest));
  good.putBlob('team/app', Buffer.from(config));
  evil.putManifest('team/app', sha256(index), Buffer.from(index));
  evil.putManifest('team/app', digest, Buffer.from(wrapper.bytes), schema1Type, digest);
});
test.afterEach(async () => {
  await Promise.all([good.close(), evil.close()]);
});
test.afterAll(async () => {
  await app.stop();
});

test('a registry that answers a forged document for a digest does not change what another shows', async ({ page }) => {
  const image = new ImagePage(page);
  await image.open(app.origin, `${evil.host}/team/app@${sha256(index)}&select=manifests/0`);
  await expect(image.alert).toHaveAttribute('data-reason', 'digest_mismatch');
  await image.open(app.origin, `${evil.host}/team/app@${digest}`);
  await expect(image.alert).toHaveAttribute('data-reason', 'digest_mismatch');
  await expectGood(image);
});

test('a store in which an earlier release let a registry replace a manifest shows the original at once', async ({
  page,
  context,
}) => {
  const image = new ImagePage(page);
  await expectGood(image);
  await untilControlled(page);
  const named = `sha256:${createHash('sha256').update(wrapper.bytes).digest('hex')}`;
  await poison(page, digest, named, [...wrapper.bytes]);
  await context.setOffline(true);
  await page.goto(`${app.origin}/`);
  await expectGood(image);
  await expect.poll(() => storedDigests(page)).toEqual([digest, sha256(config)].sort());
});

async function expectGood(image: ImagePage): Promise<void> {
  await image.open(app.origin, `${good.host}/team/app@${digest}`);
  await expect(image.title).toHaveText(/^Image for linux\/amd64$/);
  await image.expand('');
  await expect(image.row('config')).toBeVisible();
  await expect(image.page.locator('[data-signature]')).toHaveCount(0);
}

/** Writes what the earlier release stored: the forged document, and a label that names it for every repository. */
async function poison(page: Page, of: string, named: string, bytes: number[]): Promise<void> {
  await page.evaluate(
    async ([of, named, bytes]) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await done(indexedDB.open('ociscope'));
      const transaction = database.transaction(['info', 'bodies', 'edges'], 'readwrite');
      const info = transaction.objectStore('info');
      const record = await done(info.get(of));
      const label = 'ociscope/schema1.signed';
      info.put({ ...record, labels: { ...record.labels, [label]: named }, marks: [label] });
      info.put({ ...record, digest: named, body: named, size: bytes.length, linked: undefined });
      transaction.objectStore('bodies').put(new Uint8Array(bytes).buffer, [named, 0]);
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      database.close();
    },
    [of, named, bytes] as const,
  );
}

async function storedDigests(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('ociscope');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const keys = database.transaction('info').objectStore('info').getAllKeys();
    return new Promise<string[]>((resolve) => {
      keys.onsuccess = () => {
        database.close();
        resolve(keys.result.map(String));
      };
    });
  });
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

import { createHash } from 'node:crypto';
import { expect, type Locator, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { readStored } from './support/contentDatabase.ts';
import { untilControlled } from './support/controlled.ts';
import { unfoldDetails } from './support/details.ts';
import { eachLook, judge } from './support/judge.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';

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

test('rows, table and pane show how each entry is verified, and a wrong one affects no other', async ({ page }) => {
  const { index, sizes } = putIndex();
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${index}`);
  for (const entry of [0, 1, 2]) await image.expand(`manifests/${entry}`);
  await image.settled();

  await expect(image.row('manifests/0')).toHaveAttribute('data-state', 'stored');
  await expect(image.row('manifests/0/config')).toBeVisible();
  const difference = `size differs: ${sizes[1]}, not 9,999 bytes`;
  await expect(image.row('manifests/1')).toHaveAttribute('data-state', 'differs');
  await expect(image.row('manifests/1')).toContainText(difference);
  await expect(image.row('manifests/1/config')).toBeVisible();
  await expect(image.row('manifests/2')).toHaveAttribute('data-state', 'failed');
  await expect(image.row('manifests/2')).toContainText('corrupt');

  await image.row('').click();
  await expect(image.title).toContainText('Index of 4 platforms');
  // The overview reads the manifests of up to eight platforms.
  const states = page.getByRole('table').getByRole('row');
  for (const [row, state] of ['digest matches', 'size differs', 'corrupt', 'digest matches'].entries()) {
    await expect(states.nth(row + 1)).toContainText(state);
  }

  await image.row('manifests/0').click();
  await expect(proof(page)).toHaveText('digest matches');
  await image.row('manifests/1').click();
  await expect(proof(page)).toHaveText('size differs');
  await expect(
    page.getByRole('definition').filter({ hasText: `${sizes[1]} bytes, not 9,999 as stated by the index` }),
  ).toBeVisible();
  await image.row('manifests/2').click();
  await expect(image.alert).toHaveAttribute('data-reason', 'digest_mismatch');
  await expect(proof(page)).toHaveText('corrupt');
});

test('after a reload the pane says that content is from this browser, and which host sent it first', async ({
  page,
}) => {
  const { index } = putIndex();
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${index}&select=manifests/0`);
  await expect(from(page)).toContainText(`${registry.host} · fetched`);
  await untilControlled(page);
  await page.reload();
  await expect(from(page)).toContainText(`this browser · first fetched from ${registry.host}, `);
  await expect(from(page).getByRole('time')).toHaveAttribute('datetime', /^\d{4}-/);
  await expect(proof(page)).toHaveText('digest matches');

  await page.goto('about:blank');
  await image.open(app.origin, index);
  await expect(from(page)).toContainText(`this browser · first fetched from ${registry.host}, `);
});

test('a tag whose registry is stopped says when it was last checked', async ({ page }) => {
  putIndex('v1');
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app:v1`);
  await expect(image.title).toContainText('Index of 4 platforms');
  await untilControlled(page);
  await registry.close();
  await page.reload();
  await expect(from(page)).toContainText(`first fetched from ${registry.host}`);
  await expect(from(page)).toContainText('last known');
  await expect(from(page).getByRole('time')).toHaveCount(2);
  registry = await startFixtureRegistry();
});

test('bytes that changed in the store are reported as corrupt, not shown', async ({ page }) => {
  const { index } = putIndex();
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${index}`);
  await expect(image.title).toContainText('Index of 4 platforms');
  await untilControlled(page);
  await page.goto(`${app.origin}/`);
  await damageStored(page, index);
  registry.faults.set(index, { status: 403 });
  await image.open(app.origin, index);
  await expect(image.alert).toHaveAttribute('data-reason', 'corrupt');
  await expect(page.getByText("You don't have access (403)")).toBeVisible();
  const news = page.getByRole('contentinfo').getByRole('status');
  await expect(news).toHaveText('1 cached item is corrupt');
  registry.faults.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(proof(page)).toHaveText('digest matches');
  await expect(news).toHaveText('Re-downloaded 1 corrupt item');
});

test('data embedded in a descriptor is verified without a request, or reported as a mismatch', async ({ page }) => {
  const config = put('{}');
  const carried = (text: string, data = text) => ({
    mediaType: 'application/octet-stream',
    digest: sha256(text),
    size: text.length,
    data: Buffer.from(data).toString('base64'),
  });
  const manifest = putManifest(ociManifest, {
    artifactType: 'application/vnd.example',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', ...config },
    layers: [carried('carried'), carried('carried', 'another')],
  });
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${manifest.digest}&select=layers/0`);
  await expect(proof(page)).toHaveText('embedded data');
  await image.row('layers/1').click();
  await expect(proof(page)).toHaveText('corrupt data');
  await image.row('').click();
  await page.getByRole('link', { name: '1 finding' }).click();
  await expect(page).toHaveURL(/&tab=raw$/);
  await expect(page.getByRole('tab', { name: 'Raw' })).toHaveAttribute('aria-selected', 'true');
});

test('the overview shows whether the document has findings', async ({ page }) => {
  const { index } = putIndex();
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${index}&select=manifests/0`);
  await expect(page.getByText('Valid (OCI image-spec)')).toBeVisible();
  await image.row('manifests/1').click();
  await expect(page.getByRole('link', { name: '1 finding' })).toBeVisible();
  await image.row('').click();
  await expect(page.getByRole('link', { name: '1 finding' })).toBeVisible();
});

for (const [colorScheme, width] of eachLook) {
  test(`verification states have no accessibility violations, ${colorScheme}, ${width} px`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 860 } });
    await unfoldDetails(context);
    const page = await context.newPage();
    const { index, sizes } = putIndex();
    const image = new ImagePage(page);
    const reference = `${registry.host}/team/app@${index}`;
    await image.open(app.origin, reference);
    if (width >= 760) {
      for (const entry of [0, 1, 2]) await image.expand(`manifests/${entry}`);
      await image.settled();
      await judge(page, 'proof-rows', colorScheme, width);
      const digest = await image.row('manifests/1').getAttribute('data-digest');
      await expect.poll(async () => (await readStored(page)).infos.map((info) => info.digest)).toContain(digest);
    }
    // When reopened, the pane of a selected node covers the tree on a narrow screen.
    for (const [name, query, shown] of [
      // Stored content is read automatically, and compared with the index.
      ['proof-table', '', [width >= 760 ? '1 finding' : 'Valid (OCI image-spec)']],
      ['proof-size', '&select=manifests/1', ['1 finding', `${sizes[1]} bytes, not 9,999 as stated by the index`]],
      ['proof-corrupt', '&select=manifests/2', ["Content doesn't match its digest"]],
    ] as const) {
      await page.goto('about:blank');
      await image.open(app.origin, `${reference}${query}&tab=overview`);
      for (const text of shown) await expect(page.getByRole('article').getByText(text)).toBeVisible();
      await judge(page, name, colorScheme, width);
    }
    await context.close();
  });
}

/** The chip beside the title. */
function proof(page: Page): Locator {
  return page.getByRole('article').locator('header [data-proof]');
}

function from(page: Page): Locator {
  return page.locator('dl > div', { has: page.getByText('From', { exact: true }) }).getByRole('definition');
}

/** An index of four images: the second with a wrong size, the third with other bytes. */
function putIndex(tag?: string): { readonly index: string; readonly sizes: readonly number[] } {
  const entries = ['amd64', 'arm64', 's390x', 'riscv64'].map((architecture) => {
    const config = put(
      JSON.stringify({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [sha256(architecture)] } }),
    );
    const layer = put(`layer for ${architecture}`);
    const manifest = putManifest(ociManifest, {
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
    });
    return { ...manifest, platform: { os: 'linux', architecture } };
  });
  const [, second, third] = entries;
  const manifests = entries.map((entry) => (entry === second ? { ...entry, size: 9999 } : entry));
  if (third) registry.faults.set(third.digest, { bytes: Buffer.from('{"schemaVersion":2,"config":{},"layers":[]}') });
  return { index: putManifest(ociIndex, { manifests }, tag).digest, sizes: entries.map(({ size }) => size) };
}

function put(text: string): { readonly digest: string; readonly size: number } {
  return { digest: registry.putBlob('team/app', Buffer.from(text)), size: Buffer.byteLength(text) };
}

function putManifest(mediaType: string, document: object, tag?: string) {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...document }));
  const digest = sha256(bytes);
  for (const reference of [digest, ...(tag ? [tag] : [])])
    registry.putManifest('team/app', reference, bytes, mediaType);
  return { mediaType, digest, size: bytes.length };
}

/** Changes the first byte of stored content in IndexedDB itself, as a failing disk would. */
async function damageStored(page: Page, digest: string): Promise<void> {
  const damaged = await page.evaluate(async (wanted) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    let count = 0;
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ''));
      if (database.objectStoreNames.contains('bodies')) {
        const stores = database.transaction(['info', 'bodies'], 'readwrite');
        const info: { readonly body?: unknown } | undefined = await done(stores.objectStore('info').get(wanted));
        const bodies = stores.objectStore('bodies');
        for (const key of await done(bodies.getAllKeys())) {
          if (!Array.isArray(key) || key[0] !== info?.body) continue;
          const bytes = new Uint8Array(await done<ArrayBuffer>(bodies.get(key)));
          bytes[0] = 0x20;
          await done(bodies.put(bytes.buffer, key));
          count++;
        }
      }
      database.close();
    }
    return count;
  }, digest);
  expect(damaged).toBe(1);
}

function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

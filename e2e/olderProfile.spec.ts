import { readFileSync } from 'node:fs';
import { expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';

/**
 * The settings of release 0.1 and its data for one image that was pinned and available offline: read from a profile of
 * that release, bytes in base64. Its sample was at localhost:4999, which does not answer.
 */
const profile = readFileSync(new URL('fixtures/profile-0.1.json', import.meta.url), 'utf8');
const digest = 'sha256:a4d52cb7dea8cc5a45fada033c83dd0d9ffb23920cf384064b7c15f296769713';
const reference = `localhost:4999/ociscope/sample@${digest}`;
const [user, password] = ['reader', 'old-secret'];

let app: App;
let registry: FixtureRegistry;
test.beforeAll(async () => {
  [app, registry] = await Promise.all([startApp(), startFixtureRegistry()]);
  registry.auth = {
    challenge: 'Basic realm="registry"',
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  };
});
test.afterAll(async () => {
  await Promise.all([app.stop(), registry.close()]);
});

test('opens a profile of release 0.1 with its pins, offline images, content, settings and sign-ins', async ({
  page,
}) => {
  await restore(page, registry.host);
  const image = new ImagePage(page);
  await test.step('pins and settings', async () => {
    await page.goto(app.origin);
    await expect(page.getByRole('region', { name: 'Pinned' }).getByRole('link')).toHaveAttribute(
      'href',
      `#${reference}`,
    );
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(await page.evaluate(() => document.documentElement.style.getPropertyValue('--tree-width'))).toBe('400px');
  });
  await test.step('content, by the links of that release', async () => {
    await image.open(app.origin, `${reference}&select=manifests/0/config&tab=raw`);
    await expect(image.row('manifests/0/config')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tab', { name: 'Raw' })).toHaveAttribute('aria-selected', 'true');
    await expect(image.alert).toHaveCount(0);
    await image.open(app.origin, digest);
    await expect(image.title).toHaveText('Index of 2 platforms');
  });
  await test.step('offline images', async () => {
    await page.goto(`${app.origin}/#view=storage`);
    await expect(page.getByText(/Available offline, verified/)).toBeVisible();
  });
  await test.step('sign-ins', async () => {
    await page.goto(`${app.origin}/#view=registries`);
    await expect(page.getByText('saved on this device')).toBeVisible();
    const answer = await page.evaluate(
      async (address) => (await fetch(address)).status,
      `/v2/team/app/tags/list?ns=${registry.host}`,
    );
    expect([200, 404]).toContain(answer);
    expect(registry.requests.at(-1)?.headers.authorization).toBe(registry.auth?.authorization);
  });
});

/** Writes the profile before the app starts, and a sign-in, whose key no browser exports, as that release sealed it. */
async function restore(page: Page, host: string): Promise<void> {
  await page.goto(`${app.origin}/favicon.svg`);
  await page.evaluate(
    async ({ text, credential }) => {
      const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const { localStorage: settings, databases } = JSON.parse(text, (_, value) => {
        if (typeof value?.$date === 'string') return new Date(value.$date);
        if (typeof value?.$bytes === 'string') return bytesOf(value.$bytes);
        if (typeof value?.$buffer === 'string') return bytesOf(value.$buffer).buffer;
        return value;
      });
      for (const [key, value] of Object.entries<string>(settings)) localStorage.setItem(key, value);
      const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(credential));
      const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain);
      const { stores } = databases['ociscope-settings'];
      stores.keys.records.push({ key: 'credentials', value: key });
      stores.credentials.records.push({ key: credential.host, value: { host: credential.host, iv, bytes } });
      for (const [name, { version, stores }] of Object.entries<Database>(databases)) {
        const opening = indexedDB.open(name, version);
        opening.onupgradeneeded = () => {
          for (const [storeName, { keyPath, indexes, records }] of Object.entries(stores)) {
            const store = opening.result.createObjectStore(storeName, { keyPath });
            for (const { name, keyPath, multiEntry } of indexes) store.createIndex(name, keyPath, { multiEntry });
            for (const { key, value } of records) store.put(value, keyPath === null ? key : undefined);
          }
        };
        await new Promise((resolve, reject) => {
          opening.onsuccess = resolve;
          opening.onerror = reject;
        });
        opening.result.close();
      }

      interface Database {
        readonly version: number;
        readonly stores: Readonly<Record<string, Store>>;
      }
      interface Store {
        readonly keyPath: string | null;
        readonly indexes: readonly { readonly name: string; readonly keyPath: string; readonly multiEntry: boolean }[];
        readonly records: readonly { readonly key: IDBValidKey; readonly value: unknown }[];
      }
    },
    { text: profile, credential: { host, username: user, password, session: 'old', keep: 'device', realms: [] } },
  );
}

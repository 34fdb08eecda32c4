import { type BrowserContext, expect, type Page, test } from 'playwright/test';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { judge } from './support/judge.ts';

let app: App;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(async () => {
  await app.stop();
});

const oldTab = 'This tab is running an old version';
const heldUp = 'Close the other ociscope tab to finish updating';

for (const [where, serviceWorkers] of [
  ['a service worker', 'allow'],
  ['a dedicated worker', 'block'],
] as const) {
  test.describe(`with ${where}`, () => {
    test.use({ serviceWorkers });

    test('a store that a newer release upgrades is closed, refused with an explanation, and left unchanged', async ({
      page,
      context,
    }) => {
      const image = new ImagePage(page);
      await openSample(image, serviceWorkers);
      await expect(news(page)).toHaveText('');
      const newer = await openOther(context);
      await upgrade(newer, 99);
      const before = await readRecords(newer);
      expect(before.filter((record) => record.startsWith('info '))).not.toEqual([]);

      await expect(news(page)).toContainText(oldTab);
      await expect(image.row('')).toBeVisible();
      await image.row('manifests/1').click();
      await expect(image.alert).toContainText(oldTab);
      await expect(image.alert).toContainText('A newer version of this app has changed the store.');
      await expect(image.alert).toHaveAttribute('data-reason', 'unsupported');
      await page.reload();
      await expect(image.title).toHaveText(oldTab);
      await expect(page.getByText('Reload this page.')).toBeVisible();
      await judge(page, `old-tab-${serviceWorkers}`, 'light', 1280);
      expect(await readRecords(newer)).toEqual(before);

      await dropStore(newer);
      await page.getByRole('main').getByRole('button', { name: 'Reload' }).click();
      await expect(image.title).toHaveText('Image for linux/arm64');
      await expect(news(page)).toHaveText('');
    });

    test('a store that is deleted under an open page is closed, and its content fetched again', async ({
      page,
      context,
    }) => {
      const image = new ImagePage(page);
      await openSample(image, serviceWorkers);
      const other = await openOther(context);
      await dropStore(other);
      await image.expand('manifests/1');
      await expect(image.row('manifests/1/layers/2')).toBeVisible();
      await expect(news(page)).toHaveText('');
    });

    test('an upgrade that another tab blocks is reported while it lasts', async ({ page, context }) => {
      const old = await openOther(context);
      await old.evaluate(async () => {
        await new Promise((resolve, reject) => {
          const request = indexedDB.open('ociscope', 1);
          request.onupgradeneeded = () => {
            request.result.createObjectStore('info', { keyPath: 'digest' });
            request.result.createObjectStore('bodies');
          };
          request.onsuccess = resolve;
          request.onerror = reject;
        });
      });
      const image = new ImagePage(page);
      await image.open(app.origin, await app.sample());
      await expect(news(page)).toHaveText(heldUp);
      await expect(image.row('')).toHaveCount(0);
      await old.close();
      await expect(image.title).toContainText('Index of 2 platforms');
      await expect(news(page)).toHaveText('');
    });
  });
}

test('a browser without BroadcastChannel opens an image', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.addInitScript(() => Reflect.deleteProperty(window, 'BroadcastChannel'));
  const image = new ImagePage(page);
  await image.open(app.origin, await app.sample());
  await expect(image.title).toContainText('Index of 2 platforms');
  await expect(news(page)).toHaveText('');
  expect(await page.evaluate(() => 'BroadcastChannel' in window)).toBe(false);
  expect(errors).toEqual([]);
});

async function openSample(image: ImagePage, serviceWorkers: 'allow' | 'block'): Promise<void> {
  await image.open(app.origin, await app.sample());
  await expect(image.title).toContainText('Index of 2 platforms');
  if (serviceWorkers === 'allow') await untilControlled(image.page);
}

/** The store messages of the status line. */
function news(page: Page) {
  return page.getByRole('contentinfo').getByRole('status');
}

/** A tab of the origin in which the app does not run. */
async function openOther(context: BrowserContext): Promise<Page> {
  const other = await context.newPage();
  await other.goto(`${app.origin}/hosts.json`);
  return other;
}

/** Upgrades the store as a newer release would. */
async function upgrade(page: Page, version: number): Promise<void> {
  await page.evaluate(async (next) => {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open('ociscope', next);
      request.onupgradeneeded = () => request.result.createObjectStore('later').put('value', 'key');
      request.onerror = reject;
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
  }, version);
}

async function dropStore(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('ociscope');
      request.onsuccess = resolve;
      request.onerror = reject;
    });
  });
}

/** Every record of the store as text. */
async function readRecords(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('ociscope'));
    const records: string[] = [];
    for (const name of database.objectStoreNames) {
      const objects = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([done(objects.getAllKeys()), done<unknown[]>(objects.getAll())]);
      for (const [index, value] of values.entries()) {
        const shown = value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value;
        records.push(`${name} ${JSON.stringify(keys[index])} ${JSON.stringify(shown)}`);
      }
    }
    database.close();
    return records;
  });
}

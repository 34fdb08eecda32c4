import { expect, type Page, test } from 'playwright/test';
import { faultMessages } from '../src/ui/messages/storage.ts';
import { verificationMessages } from '../src/ui/messages/verification.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

let app: App;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(async () => {
  await app.stop();
});

interface OddRecord {
  readonly table: string;
  readonly value: object;
  readonly key?: string;
}

const records: Readonly<Record<string, OddRecord>> = {
  'a text as its time': {
    table: 'info',
    value: { ...infoOf(`sha256:${'0'.repeat(64)}`), createdAt: 'yesterday' },
  },
  'a malformed digest': { table: 'info', value: infoOf('sha256:odd') },
  'an unknown key among the edges': { table: 'edges', value: { children: [] }, key: 'odd' },
};

for (const [what, record] of Object.entries(records)) {
  test(`a record with ${what} is reported, everything else works, and it can be removed`, async ({ page }) => {
    await openSample(page);
    await put(page, record);
    await page.getByRole('link', { name: 'Storage' }).click();
    await expect(page.getByRole('main').getByRole('table')).toContainText('ociscope/sample');
    await expect(page.getByRole('region', { name: 'Unreadable records' })).toContainText('1 database record ');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.getByRole('button', { name: verificationMessages.start }).click();
    await expect(page.getByRole('region', { name: verificationMessages.title }).getByRole('status')).toHaveText(
      /^All \d+ items OK$/,
    );
    await page.getByRole('button', { name: 'Remove unreadable records' }).click();
    await expect(page.getByText(faultMessages.removed(1))).toBeVisible();
    await expect(page.getByRole('region', { name: 'Unreadable records' })).toHaveCount(0);
    await expect(page.getByRole('main').getByRole('table')).toContainText('ociscope/sample');
  });

  test(`clearing removes everything, including a record with ${what}`, async ({ page }) => {
    await openSample(page);
    await put(page, record);
    await page.getByRole('link', { name: 'Storage' }).click();
    await clear(page);
    await expect(page.getByText(/^Cleared /)).toBeVisible();
    await expect(page.getByText('Nothing is stored yet.')).toBeVisible();
    expect(await countRecords(page)).toBe(0);
  });
}

test('clearing deletes a database without its tables, with another tab open, and it fills again', async ({
  page,
  context,
}) => {
  await openSample(page);
  const other = await context.newPage();
  await new ImagePage(other).open(app.origin, await app.sample());
  await expect(new ImagePage(other).row('')).toBeVisible();
  await breakDatabase(other);
  await page.getByRole('link', { name: 'Storage' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toHaveAttribute('data-reason', /^(internal|not_found)$/);
  await clear(page);
  await expect(page.getByText('Everything is cleared.')).toBeVisible();
  await expect(page.getByText('Nothing is stored yet.')).toBeVisible();
  await openSample(page);
  await page.getByRole('link', { name: 'Storage' }).click();
  await expect(page.getByRole('main').getByRole('table')).toContainText('ociscope/sample');
});

function infoOf(digest: string) {
  const time = new Date(0);
  return { digest, size: 3, createdAt: time, updatedAt: time, labels: {}, body: digest, pieceBytes: 262_144 };
}

async function openSample(page: Page): Promise<void> {
  const image = new ImagePage(page);
  await image.open(app.origin, await app.sample());
  await expect(image.title).toHaveText('Index of 2 platforms');
  await untilControlled(page);
}

async function clear(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Clear everything…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear everything' }).click();
}

async function put(page: Page, { table, value, key }: OddRecord): Promise<void> {
  await page.evaluate(
    async ([table, value, key]) => {
      const opening = indexedDB.open('ociscope');
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const transaction = opening.result.transaction(table, 'readwrite');
      transaction.objectStore(table).put(value, key);
      await new Promise((resolve) => transaction.addEventListener('complete', resolve));
      opening.result.close();
    },
    [table, value, key] as const,
  );
}

async function countRecords(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const opening = indexedDB.open('ociscope');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    // The lists of pinned and offline images are not content.
    const names = [...opening.result.objectStoreNames].filter((name) => name !== 'roots');
    const transaction = opening.result.transaction(names);
    const counts = names.map((name) => transaction.objectStore(name).count());
    await new Promise((resolve) => transaction.addEventListener('complete', resolve));
    opening.result.close();
    return counts.reduce((sum, { result }) => sum + result, 0);
  });
}

/** Leaves a database of the same version without tables. */
async function breakDatabase(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const opening = indexedDB.open('ociscope');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const { version } = opening.result;
    opening.result.close();
    const settled = (request: IDBRequest) =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', resolve);
        request.addEventListener('error', () => reject(request.error));
      });
    // In one step, since the app opens its database again when it is deleted; again, if the app was first.
    for (let isEmpty = false; !isEmpty; ) {
      const deleting = settled(indexedDB.deleteDatabase('ociscope'));
      const empty = indexedDB.open('ociscope', version);
      await Promise.all([deleting, settled(empty)]);
      isEmpty = empty.result.objectStoreNames.length === 0;
      empty.result.close();
    }
  });
}

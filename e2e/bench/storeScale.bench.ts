import { expect, test } from 'playwright/test';
import { type FilledStore, openFilledStore } from './fillStore.ts';
import { type Figure, formatFigure } from './measure.ts';
import { openStorePage, type StorePage } from './storePage.ts';

const counts = [100, 10_000, 100_000] as const;
const batches = 15;
const perBatch = 100;
const limit = 1.5;

let opened: StorePage;
const figures: Figure[] = [];

test.beforeAll(async ({ launchOptions }) => {
  opened = await openStorePage(launchOptions);
});

test.afterAll(async () => {
  await opened.close();
  console.log(`\n${figures.map(formatFigure).join('\n')}`);
});

/** Milliseconds for this number of look-ups, one after the other. */
const lookUps: Readonly<Record<string, (filled: FilledStore) => Promise<number>>> = {
  info: ({ store, digests }) =>
    store.evaluate(async (content, wanted) => {
      const start = performance.now();
      for (const digest of wanted) await content.info(digest);
      return performance.now() - start;
    }, choose(digests)),
  'open and read': ({ store, digests }) =>
    store.evaluate(async (content, wanted) => {
      const start = performance.now();
      for (const digest of wanted) {
        const reader = await content.readerAt({ digest });
        const bytes = await reader.readAt(0, reader.size);
        if (bytes.length !== 1000) throw new Error(`${digest} has ${bytes.length} bytes`);
        await reader.close();
      }
      return performance.now() - start;
    }, choose(digests)),
  'who refers to it': ({ store, configs }) =>
    store.evaluate(async (content, wanted) => {
      const start = performance.now();
      for (const digest of wanted) {
        const { total } = await content.referredBy(digest, 100);
        if (total !== 1) throw new Error(`${digest} has ${total} parents`);
      }
      return performance.now() - start;
    }, choose(configs)),
};

test('content is found among 100,000 as fast as among 100', async () => {
  const stores: FilledStore[] = [];
  for (const count of counts) stores.push(await openFilledStore(opened.page, `store of ${count}`, count));
  for (const [what, look] of Object.entries(lookUps)) {
    const [few, more, many]: [number[], number[], number[]] = [[], [], []];
    // The first batch of each is not counted: it warms up what the others use.
    for (const filled of stores) await look(filled);
    for (let batch = 0; batch < batches; batch++) {
      for (const [index, times] of [few, more, many].entries()) {
        const filled = stores[index];
        if (filled) times.push(await look(filled));
      }
    }
    report({ name: `${what}, 100 times: 10,000 stored / 100 stored`, oursMs: more, bareMs: few, limit });
    report({ name: `${what}, 100 times: 100,000 stored / 100 stored`, oursMs: many, bareMs: few, limit });
  }
});

/** Random, so that few items are read twice if many are stored. */
function choose<T>(from: readonly T[]): T[] {
  return Array.from({ length: perBatch }, () => from[Math.floor(Math.random() * from.length)]).filter(
    (one) => one !== undefined,
  );
}

function report(figure: Figure): void {
  figures.push(figure);
  expect(figure.oursMs.length).toBeGreaterThanOrEqual(9);
}

import { type Browser, type BrowserContext, expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../../src/testing/servers/fixtureRegistry.ts';
import { type App, startApp } from '../support/app.ts';
import { largeRepository, putImage, putLargeIndex } from '../support/largeDocuments.ts';
import { formatFigure, timeToElement } from './measure.ts';
import { formatScrolled, scrollThrough } from './scrolling.ts';

const runs = 15;
const limit = 1.5;
/** Maximum number of elements in the document, for any image. */
const nodesLimit = 3000;
/** A frame, as fast as a wheel can be spun. */
const stepPx = 120;
const paneRow = '#tabpanel tbody tr';

let app: App;
let registry: FixtureRegistry;
const lines: string[] = [];

test.beforeAll(async () => {
  app = await startApp();
  registry = await startFixtureRegistry();
});

test.afterAll(async () => {
  await Promise.all([app.stop(), registry.close()]);
  console.log(`\n${lines.join('\n')}`);
});

test('an index of 1,000 entries opens as fast as one of 10', async ({ browser }) => {
  const [small, large] = [putLargeIndex(registry, 10), putLargeIndex(registry, 1000)];
  await comparePair(browser, 'index of 1,000 / of 10, to the tree', [small, large], rowOf('manifests/8'));
  await comparePair(browser, 'index of 1,000 / of 10, to the pane', [small, large], paneRow);
});

test('an image of 500 layers opens as fast as one of 10', async ({ browser }) => {
  const [small, large] = [putImage(registry, { layers: 10 }), putImage(registry, { layers: 500 })];
  const both = [small.digest, large.digest] as const;
  await comparePair(browser, '500 layers / 10, to the tree', both, rowOf('layers/8'));
  await comparePair(browser, '500 layers / 10, to the pane', both, paneRow);
});

test('an image with a config of 4 MiB opens as fast as one with a small config', async ({ browser }) => {
  const small = putImage(registry, { layers: 10, author: 'small' });
  const large = putImage(registry, { layers: 10, configBytes: 4 * 1024 * 1024 - 100_000 });
  const both = [small.digest, large.digest] as const;
  await comparePair(browser, 'config of 4 MiB / of 4 kB, to the tree', both, rowOf('layers/8'));
  await comparePair(browser, 'config of 4 MiB / of 4 kB, to the pane', both, paneRow);
});

for (const { name, put } of [
  { name: 'index of 1,000', put: () => putLargeIndex(registry, 1000) },
  { name: '500 layers', put: () => putImage(registry, { layers: 500 }).digest },
]) {
  test(`${name} scrolls to its end`, async ({ page }) => {
    await page.goto(linkTo(put()));
    await page.locator(paneRow).first().waitFor();
    await expect(page.locator('[role=treeitem][aria-busy=true]')).toHaveCount(0);
    for (const [what, selector] of [
      ['tree', '[role=treeitem]'],
      ['pane', paneRow],
    ] as const) {
      const scrolled = await scrollThrough(page, selector, stepPx);
      lines.push(formatScrolled(`${name}, ${what} scrolled`, scrolled, nodesLimit));
      expect.soft(scrolled.maxNodes).toBeLessThan(nodesLimit);
    }
  });
}

/** Opens both in new tabs, from the store, in turn. */
async function comparePair(
  browser: Browser,
  name: string,
  [small, large]: readonly [string, string],
  selector: string,
): Promise<void> {
  const context = await browser.newContext();
  const open = (digest: string) => inNewTab(context, (page) => timeToElement(page, linkTo(digest), selector));
  // Opens each once to store it, and once more so that the browser has compiled the code.
  for (const digest of [small, large, small, large]) await open(digest);
  const [largeMs, smallMs]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    smallMs.push(await open(small));
    largeMs.push(await open(large));
  }
  await context.close();
  lines.push(formatFigure({ name, oursMs: largeMs, bareMs: smallMs, limit }));
}

async function inNewTab<T>(context: BrowserContext, run: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  const result = await run(page);
  await page.close();
  return result;
}

function linkTo(digest: string): string {
  return `${app.origin}/#${registry.host}/${largeRepository}@${digest}`;
}

function rowOf(node: string): string {
  return `[role=treeitem][data-node="${node}"]`;
}

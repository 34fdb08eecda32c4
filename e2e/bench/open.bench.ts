import { type Browser, type BrowserContext, expect, type Page, test } from 'playwright/test';
import { pushRealImages, type RealImage } from '../../src/testing/fixtures/realImages.ts';
import { type DistributionRegistry, startDistribution } from '../../src/testing/servers/distributionRegistry.ts';
import { type App, startApp } from '../support/app.ts';
import { startBareServer } from './bareServer.ts';
import { type Figure, formatFigure, timeToElement } from './measure.ts';

const runs = 15;
const layerRow = '[role=treeitem][data-node="layers/0"]';
const bareDone = 'pre.done';
const pane = 'article';
const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';

let app: App;
let bare: Awaited<ReturnType<typeof startBareServer>>;
let registry: DistributionRegistry;
let image: RealImage;
/** The first content: an environment variable of the config, in the pane. */
let variable: string;
const figures: Figure[] = [];

test.beforeAll(async () => {
  app = await startApp();
  bare = await startBareServer();
  registry = await startDistribution();
  const found = (await pushRealImages(registry)).find(
    ({ mediaType, layers }) => mediaType.includes('oci.image.manifest') && layers.length === 3,
  );
  if (!found) throw new Error('no OCI image of three layers was pushed');
  image = found;
  const base = `${registry.origin}/v2/${image.repository}`;
  const manifest = await (await fetch(`${base}/manifests/${image.digest}`, { headers: { accept } })).json();
  const { config } = await (await fetch(`${base}/blobs/${manifest.config.digest}`)).json();
  variable = config.Env[0];
});

test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
  bare.stop();
  console.log(`\n${figures.map(formatFigure).join('\n')}`);
});

test('a cached image opens in a new tab', async ({ browser }) => {
  const context = await browser.newContext();
  const link = ourLink();
  await inNewTab(context, (page) => timeToElement(page, link, layerRow));
  const digests = await primeBare(context);
  const oursMs: number[] = [];
  const contentMs: number[] = [];
  const bareMs: number[] = [];
  for (let run = 0; run < runs; run++) {
    oursMs.push(await inNewTab(context, (page) => timeToElement(page, link, layerRow)));
    contentMs.push(await inNewTab(context, (page) => timeToElement(page, link, pane, variable)));
    bareMs.push(
      await inNewTab(context, (page) => timeToElement(page, `${bare.origin}/read.html#${digests.join(',')}`, bareDone)),
    );
  }
  await context.close();
  report({ name: 'cached open, tree / bare page on IndexedDB', oursMs, bareMs, limit: 1.5 });
  report({ name: 'cached open, first content / bare page on IndexedDB', oursMs: contentMs, bareMs, limit: 2 });
});

test('an image opens in a fresh profile', async ({ browser }) => {
  const bareLink = `${bare.origin}/fetch.html#base=${registry.origin}/v2/${image.repository}&digest=${image.digest}`;
  const oursMs: number[] = [];
  const contentMs: number[] = [];
  const bareMs: number[] = [];
  for (let run = 0; run < runs; run++) {
    oursMs.push(await inFreshProfile(browser, (page) => timeToElement(page, ourLink(), layerRow)));
    contentMs.push(await inFreshProfile(browser, (page) => timeToElement(page, ourLink(), pane, variable)));
    bareMs.push(await inFreshProfile(browser, (page) => timeToElement(page, bareLink, bareDone)));
  }
  report({ name: 'cold open, tree / bare page with two fetches', oursMs, bareMs, limit: 2.2 });
  report({ name: 'cold open, first content / bare page with two fetches', oursMs: contentMs, bareMs, limit: 2.4 });
});

function ourLink(): string {
  return `${app.origin}/#${registry.host}/${image.repository}@${image.digest}`;
}

async function inNewTab<T>(context: BrowserContext, run: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  const result = await run(page);
  await page.close();
  return result;
}

async function inFreshProfile<T>(browser: Browser, run: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext();
  const result = await inNewTab(context, run);
  await context.close();
  return result;
}

/** Puts manifest and config into the bare page's own IndexedDB; returns their digests. */
async function primeBare(context: BrowserContext): Promise<string[]> {
  return inNewTab(context, async (page) => {
    await page.goto(`${bare.origin}/worker.html`);
    return page.evaluate(
      async ([base, digest, header]) => {
        const manifest = await (
          await fetch(`${base}/manifests/${digest}`, { headers: { accept: header } })
        ).arrayBuffer();
        const configDigest: string = JSON.parse(new TextDecoder().decode(manifest)).config.digest;
        const config = await (await fetch(`${base}/blobs/${configDigest}`)).arrayBuffer();
        const opened = indexedDB.open('bare', 1);
        opened.onupgradeneeded = () => opened.result.createObjectStore('blobs');
        await new Promise((resolve) => {
          opened.onsuccess = resolve;
        });
        const transaction = opened.result.transaction('blobs', 'readwrite');
        transaction.objectStore('blobs').put(manifest, digest);
        transaction.objectStore('blobs').put(config, configDigest);
        await new Promise((resolve) => {
          transaction.oncomplete = resolve;
        });
        opened.result.close();
        return [digest, configDigest];
      },
      [`${registry.origin}/v2/${image.repository}`, image.digest, accept] as const,
    );
  });
}

function report(figure: Figure): void {
  figures.push(figure);
  expect(figure.oursMs.length).toBeGreaterThanOrEqual(9);
}

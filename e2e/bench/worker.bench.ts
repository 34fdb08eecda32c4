import { createHash } from 'node:crypto';
import { expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../../src/testing/servers/distributionRegistry.ts';
import { type App, startApp } from '../support/app.ts';
import { startBareServer } from './bareServer.ts';
import { type Figure, formatFigure } from './measure.ts';

const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
const batches = 15;
const perBatch = 20;

let app: App;
let bare: Awaited<ReturnType<typeof startBareServer>>;
let registry: DistributionRegistry;
const figures: Figure[] = [];

test.beforeAll(async () => {
  app = await startApp();
  bare = await startBareServer();
  registry = await startDistribution();
});

test.afterAll(async () => {
  await Promise.all([app.stop(), registry.stop()]);
  bare.stop();
  console.log(`\n${figures.map(formatFigure).join('\n')}`);
});

test('one stored manifest of 1 kB, through the worker', async ({ context }) => {
  const [digest] = await pushManifests(1);
  if (!digest) throw new Error('nothing was pushed');
  const straightUrl = `${registry.origin}/v2/bench/manifests/${digest}`;
  const [ours, bareWorker, straight] = [await context.newPage(), await context.newPage(), await context.newPage()];
  await openApp(ours);
  await openBareWorker(bareWorker, digest, await (await fetch(straightUrl, { headers: { accept } })).text());
  await straight.goto(`${bare.origin}/worker.html`);
  const [oursMs, workerMs, straightMs]: [number[], number[], number[]] = [[], [], []];
  for (let batch = 0; batch < batches; batch++) {
    oursMs.push(await timeFetches(ours, Array(perBatch).fill(ourUrl(digest))));
    workerMs.push(await timeFetches(bareWorker, Array(perBatch).fill(`/blob/${digest}`)));
    straightMs.push(await timeFetches(straight, Array(perBatch).fill(straightUrl)));
  }
  report({ name: 'hit through the worker / bare worker on IndexedDB', oursMs, bareMs: workerMs, limit: 1.5 });
  report({ name: 'hit through the worker / straight from a loopback registry', oursMs, bareMs: straightMs, limit: 1 });
});

test('one manifest of 1 kB that is not stored, through the worker', async ({ context }) => {
  const digests = await pushManifests(batches * perBatch);
  const [ours, straight] = [await context.newPage(), await context.newPage()];
  await openApp(ours);
  await straight.goto(`${bare.origin}/worker.html`);
  const [oursMs, straightMs]: [number[], number[]] = [[], []];
  for (let batch = 0; batch < batches; batch++) {
    const some = digests.slice(batch * perBatch, (batch + 1) * perBatch);
    straightMs.push(
      await timeFetches(
        straight,
        some.map((digest) => `${registry.origin}/v2/bench/manifests/${digest}`),
      ),
    );
    oursMs.push(await timeFetches(ours, some.map(ourUrl)));
  }
  report({ name: 'miss through the worker / straight from a loopback registry', oursMs, bareMs: straightMs, limit: 2 });
});

function ourUrl(digest: string): string {
  return `/v2/bench/manifests/${digest}?ns=${registry.host}`;
}

async function openApp(page: Page): Promise<void> {
  await page.goto(app.origin);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    }
  });
}

async function openBareWorker(page: Page, digest: string, body: string): Promise<void> {
  await page.goto(`${bare.origin}/worker.html`);
  await page.evaluate(
    async ([key, text]) => {
      const opened = indexedDB.open('bare', 1);
      opened.onupgradeneeded = () => opened.result.createObjectStore('blobs');
      await new Promise((resolve) => {
        opened.onsuccess = resolve;
      });
      const put = opened.result
        .transaction('blobs', 'readwrite')
        .objectStore('blobs')
        .put(new TextEncoder().encode(text).buffer, key);
      await new Promise((resolve) => {
        put.onsuccess = resolve;
      });
      opened.result.close();
      await navigator.serviceWorker.register('/worker.js');
      if (!navigator.serviceWorker.controller) {
        await new Promise((resolve) =>
          navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
        );
      }
    },
    [digest, body] as const,
  );
}

/** Milliseconds per request, sent one after the other. */
async function timeFetches(page: Page, urls: readonly string[]): Promise<number> {
  return page.evaluate(
    async ([list, header]) => {
      const start = performance.now();
      for (const url of list) {
        const response = await fetch(url, { headers: { accept: header }, cache: 'no-store' });
        if (!response.ok) throw new Error(`${url} answered ${response.status}`);
        await response.arrayBuffer();
      }
      return (performance.now() - start) / list.length;
    },
    [urls, accept] as const,
  );
}

/** Manifests of about 1 kB, each different, over one config. */
async function pushManifests(count: number): Promise<string[]> {
  const config = await pushBlob('{}');
  const digests: string[] = [];
  for (let index = 0; index < count; index++) {
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: 2 },
      layers: [],
      annotations: { filling: `${index}-${count}-`.padEnd(760, 'x') },
    });
    const digest = sha256(body);
    await put(`manifests/${digest}`, body, 'application/vnd.oci.image.manifest.v1+json');
    digests.push(digest);
  }
  return digests;
}

async function pushBlob(body: string): Promise<string> {
  const begun = await fetch(`${registry.origin}/v2/bench/blobs/uploads/`, { method: 'POST' });
  const place = new URL(begun.headers.get('location') ?? '', registry.origin);
  place.searchParams.set('digest', sha256(body));
  await expectOk(await fetch(place, { method: 'PUT', body, headers: { 'content-type': 'application/octet-stream' } }));
  return sha256(body);
}

async function put(path: string, body: string, type: string): Promise<void> {
  await expectOk(
    await fetch(`${registry.origin}/v2/bench/${path}`, { method: 'PUT', body, headers: { 'content-type': type } }),
  );
}

async function expectOk(response: Response): Promise<void> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}

function sha256(body: string): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

function report(figure: Figure): void {
  figures.push(figure);
  expect(figure.oursMs.length).toBeGreaterThanOrEqual(9);
}

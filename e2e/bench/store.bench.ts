import { createHash } from 'node:crypto';
import { expect, type JSHandle, test } from 'playwright/test';
import type * as contentRoom from '../../src/content/index.ts';
import type { ContentStore } from '../../src/content/index.ts';
import type { Digest } from '../../src/oci/index.ts';
import { type Figure, formatFigure } from './measure.ts';
import { openStorePage, type StorePage } from './storePage.ts';

interface BareStore {
  put(bytes: Uint8Array): Promise<string>;
  read(digest: string): Promise<Uint8Array>;
}

/** Globals of the page. */
declare const content: typeof contentRoom;
declare const openBareStore: () => Promise<BareStore>;

interface Manifest {
  readonly text: string;
  readonly digest: Digest;
  readonly references: readonly Digest[];
}

const batches = 20;
const perBatch = 50;

let opened: StorePage;
const figures: Figure[] = [];

test.beforeAll(async ({ launchOptions }) => {
  opened = await openStorePage(launchOptions);
});

test.afterAll(async () => {
  await opened.close();
  console.log(`\n${figures.map(formatFigure).join('\n')}`);
});

test('1,000 manifests of 1 kB are put one by one and then read one by one', async () => {
  const { page } = opened;
  const bare = await page.evaluateHandle(() => openBareStore());
  // A service worker locks refs in its own process, a dedicated one by Web Locks.
  const ours = await page.evaluateHandle(() => content.openIndexedDbStore({ name: 'ours', locks: undefined }));
  const underLocks = await page.evaluateHandle(() => content.openIndexedDbStore({ name: 'under locks' }));
  const [putMs, lockedPutMs, barePutMs]: [number[], number[], number[]] = [[], [], []];
  for (let batch = 0; batch < batches; batch++) {
    const manifests = manifestsOf(batch);
    barePutMs.push(await timeBarePuts(bare, manifests));
    putMs.push(await timePuts(ours, manifests));
    lockedPutMs.push(await timePuts(underLocks, manifests));
  }
  const [readMs, bareReadMs]: [number[], number[]] = [[], []];
  for (let batch = 0; batch < batches; batch++) {
    const manifests = manifestsOf(batch);
    bareReadMs.push(await timeBareReads(bare, manifests));
    readMs.push(await timeReads(ours, manifests));
  }
  const each = `${perBatch} manifests`;
  report({ name: `${each} put / bare IndexedDB`, oursMs: putMs, bareMs: barePutMs, limit: 3 });
  report({ name: `${each} put under Web Locks / bare IndexedDB`, oursMs: lockedPutMs, bareMs: barePutMs, limit: 4 });
  report({ name: `${each} read, hashed / bare IndexedDB`, oursMs: readMs, bareMs: bareReadMs, limit: 2 });
});

/** Times puts as the manifest store does them, with source and links. */
function timePuts(store: JSHandle<ContentStore>, manifests: readonly Manifest[]): Promise<number> {
  return store.evaluate(async (content, list) => {
    const labels = { 'containerd.io/distribution.source.registry.example': 'bench/image' };
    const encoder = new TextEncoder();
    const start = performance.now();
    for (const { text, digest, references } of list) {
      const writer = await content.writer(`manifest-${digest}`, { digest });
      const bytes = encoder.encode(text);
      await writer.write(bytes);
      await writer.commit(bytes.length, digest, labels, { children: references });
      await writer.close();
    }
    return performance.now() - start;
  }, manifests);
}

function timeBarePuts(store: JSHandle<BareStore>, manifests: readonly Manifest[]): Promise<number> {
  return store.evaluate(async (bare, list) => {
    const encoder = new TextEncoder();
    const start = performance.now();
    for (const { text } of list) await bare.put(encoder.encode(text));
    return performance.now() - start;
  }, manifests);
}

function timeReads(store: JSHandle<ContentStore>, manifests: readonly Manifest[]): Promise<number> {
  return store.evaluate(async (stored, list) => {
    const start = performance.now();
    for (const { digest } of list) await content.readVerified(stored, digest, { limitBytes: 4 * 1024 * 1024 });
    return performance.now() - start;
  }, manifests);
}

function timeBareReads(store: JSHandle<BareStore>, manifests: readonly Manifest[]): Promise<number> {
  return store.evaluate(async (bare, list) => {
    const start = performance.now();
    for (const { digest } of list) await bare.read(digest);
    return performance.now() - start;
  }, manifests);
}

function manifestsOf(batch: number): Manifest[] {
  return Array.from({ length: perBatch }, (_, index) => manifestOf(batch * perBatch + index));
}

/** About 1 kB: a base that all share, and a unique layer and config. */
function manifestOf(index: number): Manifest {
  const [config, base, layer] = [sha256(`config ${index}`), sha256('base'), sha256(`layer ${index}`)];
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: 1000 },
    layers: [base, layer].map((digest) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest,
      size: 1000,
    })),
    annotations: { filling: `${index}-`.padEnd(330, 'x') },
  });
  return { text, digest: sha256(text), references: [config, base, layer] };
}

function sha256(text: string): Digest {
  return `sha256:${createHash('sha256').update(text).digest('hex')}` as Digest;
}

function report(figure: Figure): void {
  figures.push(figure);
  expect(figure.oursMs.length).toBeGreaterThanOrEqual(9);
}

import { createHash } from 'node:crypto';
import { expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';
const manifest = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256('{}'), size: 2 },
    layers: [],
  }),
);
const subject = sha256(manifest);

let app: App;
let registry: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
});
test.beforeEach(async ({ page }) => {
  registry = await startFixtureRegistry();
  registry.putManifest('team/app', subject, manifest);
  registry.putManifest('team/app', 'latest', manifest);
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/team/app@${subject}`);
  await expect(image.row('')).toBeVisible();
  await image.settled();
  await untilControlled(page);
  registry.requests.length = 0;
});
test.afterEach(async () => {
  await registry.close();
});
test.afterAll(async () => {
  await app.stop();
});

test('lists need no preflight, and continue if the browser hides Link', async ({ page }) => {
  const tags = Array.from({ length: 120 }, (_, index) => `v${index}`);
  registry.cors = { ...registry.cors, preflight: 405 };
  registry.lists.tags.set('team/app', tags);
  registry.lists.pageLimit = 50;
  registry.lists.repositories = ['team/app'];
  const found: string[] = [];
  for (let path: string | undefined = `/v2/team/app/tags/list?ns=${registry.host}`; path; ) {
    const { body, headers } = await ask(page, path);
    found.push(...(body.tags as string[]));
    path = /^<([^>]+)>/.exec(headers.link ?? '')?.[1];
  }
  expect(found).toEqual(tags);
  const { body } = await ask(page, `/v2/_catalog?ns=${registry.host}`);
  expect(body.repositories).toEqual(['team/app']);
  const tag = subject.replace(':', '-');
  const referrer = { mediaType: ociManifest, digest: sha256('referrer'), size: 8, artifactType: 'application/a' };
  const index = { schemaVersion: 2, mediaType: ociIndex, manifests: [referrer] };
  registry.putManifest('team/app', tag, Buffer.from(JSON.stringify(index)), ociIndex);
  registry.putManifest('team/app', `${tag}.sig`, manifest);
  const referrers = await ask(page, `/v2/team/app/referrers/${subject}?ns=${registry.host}`);
  expect(referrers.body.manifests).toMatchObject([referrer, { digest: subject }]);
  expect(new Set(registry.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
});

test('a known tag costs one preflight and a HEAD, and a moved one a GET by digest', async ({ page }) => {
  const path = `/v2/team/app/manifests/latest?ns=${registry.host}`;
  await ask(page, path);
  expect(asked()).toEqual(['OPTIONS latest', 'GET latest']);
  registry.requests.length = 0;
  expect((await ask(page, path)).headers['cache-status']).toBe('ociscope; hit');
  expect(asked()).toContain('HEAD latest');
  expect(asked()).not.toContain('GET latest');
  const moved = Buffer.from(manifest.toString().replace('}', ' }'));
  registry.putManifest('team/app', 'latest', moved);
  registry.putManifest('team/app', sha256(moved), moved);
  registry.requests.length = 0;
  expect((await ask(page, path)).headers['docker-content-digest']).toBe(sha256(moved));
  expect(asked().filter((line) => !line.startsWith('OPTIONS latest'))).toEqual(['HEAD latest', `GET ${sha256(moved)}`]);
});

test('lists seen before are shown without the registry, and say so', async ({ page }) => {
  await ask(page, `/v2/team/app/manifests/latest?ns=${registry.host}`);
  registry.lists.referrers.set(subject, []);
  await ask(page, `/v2/team/app/referrers/${subject}?ns=${registry.host}`);
  const { host } = registry;
  await registry.close();
  const tags = await ask(page, `/v2/team/app/tags/list?ns=${host}`);
  expect([tags.body.tags, tags.headers['cache-status']]).toEqual([['latest'], 'ociscope; hit; detail=stale-list']);
  const referrers = await ask(page, `/v2/team/app/referrers/${subject}?ns=${host}`);
  expect([referrers.body.manifests, referrers.headers['cache-status']]).toEqual([
    [],
    'ociscope; hit; detail=stale-list',
  ]);
  const tag = await ask(page, `/v2/team/app/manifests/latest?ns=${host}`);
  expect(Date.parse(tag.headers['ociscope-tag-seen-at'] ?? '')).toBeGreaterThan(0);
  registry = await startFixtureRegistry();
});

function asked(): string[] {
  return registry.requests.map(({ method, path }) => `${method} ${path.slice(path.lastIndexOf('/') + 1)}`);
}

async function ask(page: Page, path: string) {
  return page.evaluate(async (url) => {
    const answer = await fetch(url);
    const body: Record<string, unknown> = await answer.json();
    return { body, headers: Object.fromEntries(answer.headers) as Record<string, string> };
  }, path);
}

function sha256(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

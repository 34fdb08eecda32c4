import { createHash } from 'node:crypto';
import { type BrowserContext, expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';

const ociIndex = 'application/vnd.oci.image.index.v1+json';

// Each tab has its own worker: they share the store, and the locks of the origin.
test.use({ serviceWorkers: 'block' });

let app: App;
let registry: FixtureRegistry;
test.beforeEach(async () => {
  [app, registry] = await Promise.all([startApp(), startFixtureRegistry()]);
});
test.afterEach(async () => {
  await Promise.all([app.stop(), registry.close()]);
});

for (const [what, referenceOf] of [
  ['digest', ({ digest }: { digest: string }) => `@${digest}`],
  ['tag', () => ':v1'],
] as const) {
  test(`two tabs that open one ${what} at once fetch it once, and both show it`, async ({ context }) => {
    const { digest, gets, release } = holdIndex();
    const tabs = await openTwice(context, `${registry.host}/team/app${referenceOf({ digest })}`, gets);
    release();
    for (const tab of tabs) await expect(tab.row('')).toHaveAttribute('data-digest', digest);
    expect(gets()).toBe(1);
  });

  test(`a tab that is closed while it fetches a ${what} delays no other`, async ({ context }) => {
    const { digest, gets, release } = holdIndex();
    const [first, second] = await openTwice(context, `${registry.host}/team/app${referenceOf({ digest })}`, gets);
    await first.page.close();
    await expect.poll(gets).toBe(2);
    release();
    await expect(second.row('')).toHaveAttribute('data-digest', digest);
  });
}

/** Opens the second tab once the first one's request is at the registry; resolves when it waits for the first. */
async function openTwice(
  context: BrowserContext,
  reference: string,
  gets: () => number,
): Promise<readonly [ImagePage, ImagePage]> {
  const first = new ImagePage(await context.newPage());
  await first.open(app.origin, reference);
  await expect.poll(gets).toBe(1);
  const second = new ImagePage(await context.newPage());
  await second.open(app.origin, reference);
  await expect.poll(() => waitingPulls(second.page)).toBe(1);
  expect(gets()).toBe(1);
  return [first, second];
}

function waitingPulls(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { pending = [] } = await navigator.locks.query();
    return pending.filter(({ name }) => name?.startsWith('ociscope:pull:')).length;
  });
}

/** An index that the registry sends once it is released, and the number of requests for it. */
function holdIndex() {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [] }));
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let gets = 0;
  for (const reference of [digest, 'v1']) {
    registry.faults.set(reference, {
      answer: async ({ method, url }, response) => {
        if (method === 'GET' && url?.includes('/manifests/')) gets++;
        await gate;
        response.writeHead(200, { 'content-type': ociIndex, 'docker-content-digest': digest });
        response.end(method === 'GET' ? bytes : undefined);
      },
    });
  }
  return { digest, gets: () => gets, release };
}

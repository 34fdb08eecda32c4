import { createHash } from 'node:crypto';
import { type BrowserContext, expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { offlineListMessages } from '../src/ui/messages/storage.ts';
import { OfflineDialog } from './pages/offlineDialog.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';
import { crash } from './support/crash.ts';
import { judge } from './support/judge.ts';
import { randomBytes, SlowBlob } from './support/slowBlob.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const layerType = 'application/vnd.oci.image.layer.v1.tar';
const layer = randomBytes(10 * 2 ** 20, 1509);
const small = Buffer.from('a small layer');

let app: App;
let registry: FixtureRegistry;
let image: string;
test.beforeAll(async () => {
  [app, registry] = [await startApp(), await startFixtureRegistry()];
  const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux' }));
  const descriptor = (mediaType: string, bytes: Uint8Array) => ({
    mediaType,
    digest: digestOf(bytes),
    size: bytes.length,
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: [descriptor(layerType, layer), descriptor(layerType, small)],
    }),
  );
  registry.putBlob('team/app', config);
  registry.putManifest('team/app', digestOf(manifest), manifest);
  image = `${registry.host}/team/app@${digestOf(manifest)}`;
});
test.beforeEach(() => {
  registry.putBlob('team/app', small);
});
test.afterAll(async () => {
  await registry.close();
  await app.stop();
});

test('resumes automatically when the worker is killed; a missing part is reported and downloaded later', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
  registry.faults.set(digestOf(small), { status: 403 });
  const slow = serve(8e6);
  // The worker runs in the process of the page that registered it.
  const first = await open(context);
  const page = await open(context);
  const keep = new OfflineDialog(page);
  slow.sendAtMost(0.4 * layer.length);
  await keep.keep();
  await slow.sent(0.4 * layer.length);
  await expect(keep.dialog.getByRole('progressbar')).toHaveAttribute('max', /\d{8}/);
  await judge(page, 'keep-offline-running', 'light', 1280);
  const cut = slow.cut();
  await crash(first);
  await cut;
  slow.sendAtMost(Number.POSITIVE_INFINITY);
  await expect(keep.dialog.getByText('Incomplete: 1 part missing')).toBeVisible({ timeout: 60_000 });
  await expect(keep.dialog.getByRole('listitem')).toHaveText(/^layer .*: no access \(403\)$/);
  console.log(`bytes sent: ${(slow.sentBytes / layer.length).toFixed(3)} times its size`);
  expect(slow.sentBytes).toBeLessThan(1.25 * layer.length);
  registry.faults.delete(digestOf(small));
  await keep.press('Download again');
  await keep.expectKept();
  expect(slow.sentBytes).toBeLessThan(1.25 * layer.length);
  await context.close();
});

test('resumes automatically after the page was closed, is paused and resumed on the storage page, and shown in every tab', async ({
  browser,
}) => {
  const context = await browser.newContext();
  const slow = serve(8e6);
  const first = await open(context);
  slow.sendAtMost(0.3 * layer.length);
  await new OfflineDialog(first).keep();
  await slow.sent(0.3 * layer.length);
  await first.close();

  slow.sendAtMost(0.6 * layer.length);
  const second = await context.newPage();
  await second.goto(`${app.origin}/#`);
  await slow.sent(0.6 * layer.length);
  const third = await context.newPage();
  await third.goto(`${app.origin}/#view=storage`);
  for (const page of [second, third]) await expect(page.getByRole('contentinfo')).toContainText('Downloading: ');
  const row = third.getByRole('region', { name: offlineListMessages.title }).getByRole('listitem');
  const cut = slow.cut();
  await row.getByRole('button', { name: /^Pause/ }).click();
  await cut;
  await expect(row).toContainText('Paused (10.5 MB in total)');
  await third.reload();
  await expect(row).toContainText('Paused (10.5 MB in total)');
  slow.sendAtMost(Number.POSITIVE_INFINITY);
  await row.getByRole('button', { name: /^Resume/ }).click();
  await expect(row).toContainText('Available offline, verified', { timeout: 60_000 });
  await expect(row).toContainText('10.5 MB');
  console.log(`bytes sent: ${(slow.sentBytes / layer.length).toFixed(3)} times its size`);
  expect(slow.sentBytes).toBeLessThan(1.25 * layer.length);
  await context.close();
});

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${app.origin}/#${image}`);
  await untilControlled(page);
  return page;
}

/** From now on the layer is sent at this rate, and counted again. */
function serve(bytesPerSecond: number): SlowBlob {
  const slow = new SlowBlob(layer, bytesPerSecond);
  registry.faults.set(digestOf(layer), { answer: slow.answer });
  return slow;
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

import { type Browser, type BrowserContext, chromium, expect, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { AccessPanel } from './pages/accessPanel.ts';
import { ImagePage } from './pages/imagePage.ts';
import { chromiumFlags, findProgram } from './run/programs.mjs';
import { type App, startApp } from './support/app.ts';
import { createCertificate, type FaultServer, passOn, startTls } from './support/faultServers.ts';
import { putImage } from './support/fixtureImage.ts';

// A public page, and a registry on the reader's own machine. A headless browser has no person to answer a prompt:
// Chromium denies the permission unless it was granted before.

let app: App;
let server: FaultServer;
let registry: FixtureRegistry;
let browser: Browser;
let origin: string;
let reference: string;
test.beforeAll(async () => {
  app = await startApp();
  const certificate = createCertificate();
  server = await startTls(certificate, passOn(app.origin));
  registry = await startFixtureRegistry();
  reference = `${registry.host}/team/app@${putImage(registry, 'local network').manifest}`;
  origin = `https://app.test:${server.port}`;
  const executablePath = findProgram('chromium');
  browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...chromiumFlags,
      '--host-resolver-rules=MAP *.test 127.0.0.1',
      `--ignore-certificate-errors-spki-list=${certificate.spki}`,
      `--ip-address-space-overrides=127.0.0.1:${server.port}=public`,
    ],
  });
});
test.afterAll(async () => {
  await browser.close();
  await registry.close();
  await server.stop();
  await app.stop();
});

let context: BrowserContext;
test.beforeEach(async () => {
  context = await browser.newContext();
  registry.requests.length = 0;
});
test.afterEach(() => context.close());

async function openBlocked(): Promise<{ readonly panel: AccessPanel; readonly image: ImagePage }> {
  const page = await context.newPage();
  const image = new ImagePage(page);
  const panel = new AccessPanel(page);
  await image.open(origin, reference);
  await expect(panel.alert).toHaveAttribute('data-reason', 'local_network');
  await expect(panel.ask).toBeVisible();
  expect(registry.requests).toEqual([]);
  return { panel, image };
}

test('a registry on this machine opens once access was requested and granted', async () => {
  const { panel, image } = await openBlocked();
  await context.grantPermissions(['local-network-access'], { origin });
  await panel.ask.click();
  await image.row('config').waitFor();
  await expect(panel.alert).toHaveCount(0);
  const [first] = registry.requests;
  expect([first?.method, first?.path, first?.headers.authorization]).toEqual(['GET', '/v2/', undefined]);
});

test('the click makes the browser prompt, which no request of the service worker does', async () => {
  const { panel } = await openBlocked();
  await panel.retry.click();
  await expect(panel.ask).toBeVisible();
  expect(await panel.permission()).toBe('prompt');
  await panel.ask.click();
  await expect(panel.alert).toContainText('Your browser blocks local network access');
  expect(await panel.permission()).toBe('denied');
  expect(registry.requests).toEqual([]);
});

test('a denial is explained with the setting to change, and retrying after the change opens the image', async () => {
  const { panel, image } = await openBlocked();
  await panel.ask.click();
  await expect(panel.page.getByText(/Access was denied.*site settings next to the address bar/)).toBeVisible();
  await expect(panel.ask).toHaveCount(0);
  await context.grantPermissions(['local-network-access'], { origin });
  await panel.retry.click();
  await image.row('config').waitFor();
});

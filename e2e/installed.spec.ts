import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Page, test } from 'playwright/test';
import { launch } from 'puppeteer-core';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { ImagePage, type Row } from './pages/imagePage.ts';
import { chromiumFlags, findProgram } from './run/programs.mjs';
import { startApp } from './support/app.ts';
import { pushImage } from './support/pushImage.ts';

let registry: DistributionRegistry;
let profile: string;
test.beforeAll(async () => {
  registry = await startDistribution();
  profile = await mkdtemp(join(tmpdir(), 'ociscope-profile-'));
});
test.afterAll(async () => {
  await registry.stop();
  await rm(profile, { recursive: true, force: true });
});

test('a browser can install the app, and after a restart shows every page offline as it was', async () => {
  const app = await startApp();
  const { digest } = await pushImage(registry.host, 'team/app', 'cold start', { tag: 'v1' });
  const name = `${registry.host}/team/app`;
  const shown = 'Image for linux/amd64';
  /** The title of each address, and the words that appear last. */
  const pages: Readonly<Record<string, readonly [title: string, words: string]>> = {
    [`/#${name}@${digest}`]: [shown, 'How it was built'],
    [`/#${name}:v1`]: [shown, 'How it was built'],
    [`/#${digest}`]: [shown, 'How it was built'],
    [`/#${name}@${digest}&tab=raw`]: [shown, '"schemaVersion": 2'],
    [`/#${name}@${digest}&tab=dockerfile`]: [shown, 'Reconstructed from'],
    [`/#${name}@${digest}&tab=commands`]: [shown, 'docker pull'],
    [`/?title=An+image&text=docker+pull+${name}@${digest}`]: [shown, 'How it was built'],
    [`/#repo=${name}`]: ['team/app', 'v1'],
    '/': ['Look inside a container image', 'team/app'],
    '/#view=storage': ['Storage', 'team/app'],
    '/#view=registries': ['Registries', 'docker.io'],
    '/#view=requests': ['Requests', registry.host],
  };
  const seen = new Map<string, readonly Row[]>();
  await withBrowser(async (context) => {
    const page = await context.newPage();
    await page.goto(app.origin);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
    const cdp = await context.newCDPSession(page);
    await expect.poll(() => cdp.send('Page.getInstallabilityErrors')).toEqual({ installabilityErrors: [] });
    expect((await cdp.send('Page.getAppManifest')).errors).toEqual([]);
    for (const [path, [title, words]] of Object.entries(pages)) {
      const image = await open(page, `${app.origin}${path}`, title, words);
      seen.set(path, await image.rows());
    }
  });

  await app.stop();
  await registry.pause();
  await withBrowser(async (context) => {
    const page = await context.newPage();
    for (const [path, [title, words]] of Object.entries(pages)) {
      const image = await open(page, `${app.origin}${path}`, title, words);
      await expect.poll(() => image.rows(), path).toEqual(seen.get(path));
    }
  });
});

test('the installed app opens an archive from the system in its own window', async () => {
  const app = await startApp();
  const executablePath = findProgram('chromium');
  if (!executablePath) throw new Error('Chromium is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-launch-'));
  const archive = join(folder, 'image.tar');
  await writeFile(archive, 'bytes');
  // The desktop entry of an installed app is written to the home folder, so the test uses its own.
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const browser = await launch({ executablePath, args: chromiumFlags, userDataDir: folder, pipe: true, env });
  const page = await browser.newPage();
  await page.goto(app.origin);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  const system = await browser.target().createCDPSession();
  const manifestId = `${app.origin}/`;
  await system.send('PWA.install', { manifestId, installUrlOrBundleUrl: app.origin });
  await system.send('PWA.launchFilesInApp', { manifestId, files: [archive] });
  const launched = await browser.waitForTarget((target) => target.url() === `${app.origin}/#view=import`);
  expect((await launched.page())?.url()).not.toBe(page.url());
  // Five letters are not an archive: the error shows that they were read.
  const alert = await (await launched.page())?.waitForSelector('main [role=alert]');
  expect(await alert?.evaluate((element) => element.textContent)).toContain('This is not an archive of images');
  await system.send('PWA.uninstall', { manifestId });
  await browser.close();
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

async function open(page: Page, address: string, title: string, words: string): Promise<ImagePage> {
  await page.goto('about:blank');
  await page.goto(address);
  const image = new ImagePage(page);
  await expect(image.title).toContainText(title);
  await expect(page.getByRole('main')).toContainText(words);
  await image.settled();
  return image;
}

/** Runs a browser with the existing profile from start to end. */
async function withBrowser(work: (context: BrowserContext) => Promise<void>): Promise<void> {
  const executablePath = findProgram('chromium');
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath ? { executablePath } : {}),
    args: chromiumFlags,
  });
  try {
    await work(context);
  } finally {
    await context.close();
  }
}

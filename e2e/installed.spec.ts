import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Page, test } from 'playwright/test';
import { type DistributionRegistry, startDistribution } from '../src/testing/distributionRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
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

test('a browser can install the app, and started anew with no network it shows every page as it was', async () => {
  const app = await startApp();
  const { digest } = await pushImage(registry.host, 'team/app', 'cold start', { tag: 'v1' });
  const name = `${registry.host}/team/app`;
  const pages: Record<string, RegExp | string> = {
    [`/#${name}@${digest}`]: 'Image for linux/amd64',
    [`/#${name}:v1`]: 'Image for linux/amd64',
    [`/#${digest}`]: 'Image for linux/amd64',
    [`/#${name}@${digest}&select=layers/0`]: /./,
    [`/#${name}@${digest}&tab=raw`]: 'Image for linux/amd64',
    [`/#${name}@${digest}&tab=dockerfile`]: 'Image for linux/amd64',
    [`/#${name}@${digest}&tab=commands`]: 'Image for linux/amd64',
    [`/?image=${name}@${digest}`]: 'Image for linux/amd64',
    [`/?title=An+image&text=docker+pull+${name}@${digest}`]: 'Image for linux/amd64',
    [`/?image=web%2Boci:${name}@${digest}`]: 'Image for linux/amd64',
    [`/#repo=${name}`]: /./,
    '/': 'Look inside a container image',
    '/#view=storage': 'Storage',
    '/#view=registries': 'Registries',
    '/#view=requests': 'Requests',
    '/?utm=1': 'Look inside a container image',
  };
  const seen = new Map<string, Seen>();
  await withBrowser(async (context) => {
    const page = await context.newPage();
    await page.goto(app.origin);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
    const cdp = await context.newCDPSession(page);
    expect(await cdp.send('Page.getInstallabilityErrors')).toEqual({ installabilityErrors: [] });
    expect((await cdp.send('Page.getAppManifest')).errors).toEqual([]);
    for (const [path, title] of Object.entries(pages)) seen.set(path, await look(page, app.origin, path, title));
  });

  await app.stop();
  await registry.pause();
  await withBrowser(async (context) => {
    const page = await context.newPage();
    for (const [path, title] of Object.entries(pages))
      expect(await look(page, app.origin, path, title), path).toEqual(seen.get(path));
  });
});

interface Seen {
  readonly title: string;
  readonly rows: readonly unknown[];
  /** What the chosen tab, the list of tags or the page of its own shows. */
  readonly body: string;
}

async function look(page: Page, origin: string, path: string, title: RegExp | string): Promise<Seen> {
  await page.goto('about:blank');
  await page.goto(`${origin}${path}`);
  const image = new ImagePage(page);
  await expect(image.title).toContainText(title);
  await image.settled();
  const shown = page.locator('[role=tabpanel], [role=region][aria-label=tags]').first();
  const body = (await shown.count()) > 0 ? ((await shown.textContent()) ?? '') : '';
  return { title: (await image.title.textContent()) ?? '', rows: await image.rows(), body };
}

/** A browser with the profile that is there, from its start to its end. */
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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'playwright/test';
import { launch, type Page } from 'puppeteer-core';
import { findProgram } from './run/programs.mjs';
import { type Deployment, readRelease, startDeployment } from './support/deployment.ts';

let deployment: Deployment;
let profile: string;
test.beforeEach(async () => {
  deployment = await startDeployment(await readRelease('a'));
  profile = await mkdtemp(join(tmpdir(), 'ociscope-firefox-'));
});
test.afterEach(async () => {
  await deployment.remove();
  await rm(profile, { recursive: true, force: true });
});

test('Firefox installs a complete deploy and no broken one, and restarts offline', async () => {
  const { origin } = deployment.app;
  const reference = await deployment.app.sample();
  const [a, b] = await Promise.all([readRelease('a'), readRelease('b')]);
  await withFirefox(async (page) => {
    await page.goto(`${origin}/#${reference}`);
    await page.waitForSelector('::-p-text(Index of 2 platforms)');
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await deployment.deploy(new Map([...a, ['sw.js', b.get('sw.js') ?? Buffer.from('')]]));
    await update(page);
    await page.waitForFunction(async () => !(await navigator.serviceWorker.ready).installing);
    await page.waitForFunction(async () => (await caches.keys()).length === 1);

    await deployment.deploy(b);
    await update(page);
    const offer = await page.waitForSelector('::-p-aria([name="Reload to update"][role="button"])');
    await Promise.all([page.waitForNavigation(), offer?.click()]);
    await page.waitForSelector('script[src$="-b.js"]');
    await page.waitForSelector('::-p-text(Index of 2 platforms)');
    await page.waitForFunction(async () => (await caches.keys()).length === 1);
  });
  await deployment.stop();
  await withFirefox(async (page) => {
    for (const [path, words] of [
      [`/?text=docker+pull+${reference}`, 'Index of 2 platforms'],
      ['/#view=storage', 'ociscope/sample'],
    ]) {
      await page.goto('about:blank');
      await page.goto(`${origin}${path}`);
      await page.waitForSelector(`main ::-p-text(${words})`);
    }
  });
});

/** Makes Firefox check for a new release; resolves when it has checked. */
async function update(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => undefined);
  });
}

/** Runs a browser with the existing profile from start to end. */
async function withFirefox(work: (page: Page) => Promise<void>): Promise<void> {
  const executablePath = findProgram('firefox-esr');
  if (!executablePath) throw new Error('Firefox is not installed');
  const browser = await launch({ browser: 'firefox', executablePath, userDataDir: profile });
  try {
    await work(await browser.newPage());
  } finally {
    await browser.close();
  }
}

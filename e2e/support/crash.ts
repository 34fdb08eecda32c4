import { type Browser, expect, type Page } from 'playwright/test';

/**
 * Kills the process of a page, in which its service worker runs too. Other pages stay as they are, and may start the worker
 * again. Not by the protocol's `ServiceWorker.stopAllWorkers`: at times it stops none, and at times Chromium itself dies of it.
 */
export async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // What dies of it does not answer.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}

/** The same of the only page, and sees that the worker is gone with it. */
export async function crashWithWorker(browser: Browser, page: Page): Promise<void> {
  const targets = await browser.newBrowserCDPSession();
  const workers = async () => {
    const { targetInfos } = await targets.send('Target.getTargets');
    return targetInfos.filter(({ type }) => type === 'service_worker').map(({ targetId }) => targetId);
  };
  expect(await workers()).toHaveLength(1);
  await crash(page);
  await expect.poll(workers).toEqual([]);
  await targets.detach();
}

import { type Browser, expect, type Page } from 'playwright/test';

/**
 * Kills the process of a page, in which its service worker runs too, and sees that the worker is gone. Other pages stay as they
 * are. Not by the protocol's `ServiceWorker.stopAllWorkers`: at times it stops none, and at times Chromium itself dies of it.
 */
export async function crashWithWorker(browser: Browser, page: Page): Promise<void> {
  const [session, targets] = [await page.context().newCDPSession(page), await browser.newBrowserCDPSession()];
  const workers = async () => {
    const { targetInfos } = await targets.send('Target.getTargets');
    return targetInfos.filter(({ type }) => type === 'service_worker').map(({ targetId }) => targetId);
  };
  const before = await workers();
  expect(before).toHaveLength(1);
  const crashed = page.waitForEvent('crash');
  // What dies of it does not answer.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await expect.poll(workers).not.toContain(before[0]);
  await page.close();
  await targets.detach();
}

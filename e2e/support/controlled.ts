import type { Page } from 'playwright/test';

/** Waits until the service worker controls the page. Until then its requests and navigations go to the server. */
export async function untilControlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

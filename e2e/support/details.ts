import type { BrowserContext } from 'playwright/test';

/** Opens the app with the details of a node unfolded, as a person left it. */
export async function unfoldDetails(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    // Blank pages have no storage.
    if (location.protocol.startsWith('http')) localStorage.setItem('ociscope:settings:details', 'open');
  });
}

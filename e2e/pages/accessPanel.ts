import type { Locator, Page } from 'playwright/test';

/** The part of the error panel that is shown if the browser blocks access to the local network. */
export class AccessPanel {
  readonly page: Page;
  readonly alert: Locator;
  readonly ask: Locator;
  readonly status: Locator;
  readonly retry: Locator;

  constructor(page: Page) {
    this.page = page;
    this.alert = page.locator('[role=alert][data-reason]');
    this.ask = page.getByRole('button', { name: 'Ask this browser for access' });
    this.status = page.getByRole('status').filter({ hasText: /access/i });
    this.retry = page.getByRole('button', { name: 'Try again' });
  }

  /** The browser's setting for programs on this machine. */
  permission(): Promise<string> {
    return this.page.evaluate(async () => {
      const name = 'loopback-network' as PermissionName;
      return (await navigator.permissions.query({ name })).state;
    });
  }
}

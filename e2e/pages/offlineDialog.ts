import { expect, type Locator, type Page } from 'playwright/test';

/** The dialog that downloads an image for offline use, and the button that opens it. */
export class OfflineDialog {
  readonly dialog: Locator;
  /** The button of the open image: offers the download, or shows its state. */
  readonly opener: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog');
    this.opener = page.getByRole('article').getByRole('button', {
      name: /^(Make available offline…|Offline…|Available|Incomplete|Checking|Check failed|Download|Verifying|Removed|Paused|Queued)/,
    });
  }

  /** Opens it and starts with every part except those in `without`. */
  async keep(...without: readonly (string | RegExp)[]): Promise<void> {
    await this.opener.click();
    for (const name of without) await this.dialog.getByRole('checkbox', { name }).uncheck();
    await this.press('Download');
  }

  async press(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
  }

  async expectKept(): Promise<void> {
    await expect(this.dialog.getByText(/Available offline, verified/)).toBeVisible({ timeout: 60_000 });
  }
}

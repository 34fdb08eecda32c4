import { expect, type Locator, type Page } from 'playwright/test';

/** The dialog that keeps an image offline, and the button that opens it. */
export class OfflineDialog {
  readonly dialog: Locator;
  /** Of the open image: offers to keep it, or says how that stands. */
  readonly opener: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog');
    this.opener = page.getByRole('article').getByRole('button', {
      name: /^(Make available offline…|Available|Incomplete|Checking|Check failed|Download|Verifying|Removed|Paused|Queued)/,
    });
  }

  /** Opens it and begins, with all there is unless `without` names what is not wanted. */
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

import type { Locator, Page } from 'playwright/test';

/** The sign-in dialog. */
export class SignInDialog {
  readonly dialog: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog');
  }

  async signIn(username: string, password: string, { keep = false } = {}): Promise<void> {
    await this.dialog.getByLabel('Username').fill(username);
    await this.dialog.getByLabel('Password or token').fill(password);
    if (keep) await this.dialog.getByLabel('Keep on this device').check();
    await this.dialog.getByRole('button', { name: 'Sign in' }).click();
  }
}

import { expect, type Locator, type Page } from 'playwright/test';

/** The import page as users and tests see it. */
export class ImportPage {
  readonly page: Page;
  readonly rows: Locator;
  readonly refused: Locator;
  readonly result: Locator;
  readonly start: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.getByRole('table', { name: 'Images of the archive' }).locator('tbody tr');
    this.refused = page
      .getByRole('group')
      .filter({ hasText: /errors?$|error/ })
      .filter({ hasNot: page.getByRole('radio') });
    this.result = page.getByRole('status').filter({ hasText: /mported/ });
    this.start = page.getByRole('button', { name: /^Import (image|\d)/ });
  }

  async open(origin: string): Promise<void> {
    await this.page.goto(`${origin}/#view=import`);
    await this.page.getByRole('button', { name: 'Choose a file…' }).waitFor();
  }

  /** Uses the file dialog. */
  async choose(path: string, what: 'file' | 'folder' = 'file'): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: `Choose a ${what}…` }).click();
    await (await chooser).setFiles(path);
  }

  /** Drops a file on the page, anywhere. */
  async drop(name: string, text: string): Promise<void> {
    await this.page.evaluate(
      ([name, text]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(drop);
      },
      [name, text] as const,
    );
  }

  async importAll(path: string, what: 'file' | 'folder' = 'file'): Promise<void> {
    await this.choose(path, what);
    await this.start.click();
    await expect(this.result).toContainText(/^Imported 1 image/);
  }
}

import { expect, type Locator, type Page } from 'playwright/test';

/** A row of the tree as users and tests see it. */
export interface Row {
  readonly node: string;
  readonly digest: string;
  /** exact bytes, '' if unknown */
  readonly size: string;
}

/** The page that shows one reference: its tree, its pane, its errors. */
export class ImagePage {
  readonly page: Page;
  readonly tree: Locator;
  readonly alert: Locator;
  readonly title: Locator;

  constructor(page: Page) {
    this.page = page;
    this.tree = page.getByRole('tree');
    this.alert = page.getByRole('alert');
    this.title = page.getByRole('heading', { level: 1 });
  }

  async open(origin: string, reference: string): Promise<void> {
    await this.page.goto(`${origin}/#${reference}`);
  }

  row(node: string): Locator {
    return this.page.locator(`[role=treeitem][data-node="${node}"]`);
  }

  /** Waits until no visible content is loading. */
  async settled(): Promise<void> {
    await expect(this.page.locator('[role=treeitem][aria-busy=true]')).toHaveCount(0);
  }

  /** Expands a row by keyboard, unless it is expanded already. */
  async expand(node: string): Promise<void> {
    const row = this.row(node);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) !== 'true') {
      await row.click();
      await this.page.keyboard.press('ArrowRight');
    }
  }

  /** Every row rendered now, top to bottom. */
  async rows(): Promise<Row[]> {
    return this.page.locator('[role=treeitem]').evaluateAll((items) =>
      items.map((item) => ({
        node: item.getAttribute('data-node') ?? '',
        digest: item.getAttribute('data-digest') ?? '',
        size: item.getAttribute('data-size') ?? '',
      })),
    );
  }
}

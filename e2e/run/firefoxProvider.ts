import { defineBrowserProvider } from '@vitest/browser';
import type { Browser, Page } from 'puppeteer-core';
import type { BrowserProvider, BrowserProviderOption } from 'vitest/node';
import { findProgram } from './programs.mjs';

/**
 * Runs Vitest's browser tests in an installed Firefox by WebDriver BiDi: Playwright drives only its own Firefox build. Has no
 * commands (screenshots, user events) and no module mocks. Firefox runs until `close`, or ends with this process.
 *
 * @throws Error, from `openPage`, if Firefox is not installed
 */
export function firefox(): BrowserProviderOption {
  return defineBrowserProvider({
    name: 'firefox',
    supportedBrowser: ['firefox'],
    providerFactory: (project) => new FirefoxProvider(project.config.browser.headless),
  });
}

class FirefoxProvider implements BrowserProvider {
  readonly name = 'firefox';
  readonly supportsParallelism = false;
  readonly #headless: boolean;
  readonly #pages = new Map<string, Page>();
  #browser: Promise<Browser> | undefined;
  #closed = false;

  constructor(headless: boolean) {
    this.#headless = headless;
  }

  getCommandsContext(sessionId: string): Record<string, unknown> {
    return { page: this.#pages.get(sessionId) };
  }

  async openPage(sessionId: string, url: string): Promise<void> {
    if (this.#closed) throw new Error('Firefox was closed before its page was opened');
    this.#browser ??= launchFirefox(this.#headless);
    const browser = await this.#browser;
    await this.#pages.get(sessionId)?.close();
    const page = await browser.newPage();
    this.#pages.set(sessionId, page);
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 0 });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#pages.clear();
    await (await this.#browser)?.close();
  }
}

async function launchFirefox(headless: boolean): Promise<Browser> {
  const executablePath = findProgram('firefox-esr');
  if (!executablePath) throw new Error('Firefox is not installed');
  // Imported here, because otherwise every reader of the configuration, also `vite`, would wait for it.
  const { launch } = await import('puppeteer-core');
  return launch({ browser: 'firefox', executablePath, headless });
}

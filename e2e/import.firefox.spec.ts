import { expect, test } from 'playwright/test';
import { launch } from 'puppeteer-core';
import { findProgram } from './run/programs.mjs';
import { startApp } from './support/app.ts';
import { saveImage } from './support/savedImages.ts';

test('Firefox imports a chosen archive in a dedicated worker, and opens it', async () => {
  const [app, saved] = await Promise.all([startApp(), saveImage({ bytes: 3_000_000 })]);
  const browser = await launch({ browser: 'firefox', executablePath: findProgram('firefox-esr') ?? '' });
  try {
    const page = await browser.newPage();
    for (const path of [saved.docker, saved.oci]) {
      await page.goto('about:blank');
      await page.goto(`${app.origin}/#view=import`);
      const input = await page.waitForSelector('input[type=file]:not([webkitdirectory])');
      await input?.uploadFile(path);
      await page.locator('::-p-text(Import image)').click();
      await page.waitForSelector('::-p-text(Imported 1 image)');
    }
    await page.locator('main li a').click();
    await page.waitForSelector(`[role=treeitem][data-node=""][data-digest="${saved.digest}"]`);
    await page.waitForSelector(`[role=treeitem][data-node="config"][data-digest="${saved.config}"]`);
    // The tree is shown before its config is read.
    const title = () => page.$eval('h1', (element) => element.textContent);
    await expect.poll(title).toContain('Image for linux/amd64');
  } finally {
    await browser.close();
    await Promise.all([app.stop(), saved.remove()]);
  }
});

import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { launch } from 'puppeteer-core';
import { runProgram } from '../src/testing/servers/runProgram.ts';
import { findProgram } from './run/programs.mjs';
import { startApp } from './support/app.ts';

test('Firefox saves an image through the service worker, and the page stays open', async () => {
  const executablePath = findProgram('firefox-esr');
  if (!executablePath) throw new Error('Firefox is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-saved-'));
  const app = await startApp();
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    extraPrefsFirefox: {
      'browser.download.folderList': 2,
      'browser.download.dir': folder,
      'browser.download.always_ask_before_handling_new_types': false,
    },
  });
  try {
    const [name = '', digest = ''] = (await app.sample()).split('@');
    const page = await browser.newPage();
    await page.goto(`${app.origin}/#${name}:latest`);
    await page.locator('button[aria-label="More actions"]').click();
    await page.locator('::-p-xpath(//button[@role="menuitem"][.="Export…"])').click();
    await page.locator('::-p-xpath(//dialog//button[.="Download missing parts"])').click();
    await page.locator('::-p-xpath(//dialog//button[.="Save file"][not(@disabled)])').click();
    await page.waitForSelector('[data-save=done]');
    expect(page.url()).toBe(`${app.origin}/#${name}:latest`);
    const file = 'sample-latest.oci.tar';
    // Firefox writes to a temporary file, and renames it when the download is complete.
    await expect.poll(async () => readdir(folder)).toEqual([file]);
    const raw = await runProgram('skopeo', [
      '--insecure-policy',
      'inspect',
      '--raw',
      `oci-archive:${join(folder, file)}`,
    ]);
    expect(`sha256:${createHash('sha256').update(raw).digest('hex')}`).toBe(digest);
  } finally {
    await browser.close();
    await app.stop();
    await rm(folder, { recursive: true });
  }
});

import { expect, test } from 'playwright/test';
import { findProgram, webKitPrograms } from './run/programs.mjs';
import { startApp } from './support/app.ts';
import { startWebKit, type WebKit } from './support/webkit.ts';

const missing = webKitPrograms.filter((name) => !findProgram(name));

test('WebKit opens an image, lists stored images, and opens it again offline', async () => {
  test.skip(missing.length > 0, `this machine has no ${missing.join(', no ')}`);
  const app = await startApp();
  const webKit = await startWebKit();
  try {
    await webKit.open(`${app.origin}/#${await app.sample()}`);
    await expect.poll(() => textOf(webKit, 'h1')).toBe('Index of 2 platforms');
    await expect.poll(() => webKit.run('return navigator.serviceWorker.controller?.state')).toBe('activated');
    await expect.poll(() => webKit.run("return localStorage.getItem('ociscope:lists:recent') !== null")).toBe(true);

    // WebKitGTK has no storage manager, although this is a secure context.
    expect(await webKit.run('return [isSecureContext, typeof navigator.storage]')).toEqual([true, 'undefined']);
    await webKit.run("location.hash = '#view=storage'");
    await expect.poll(() => textOf(webKit, 'main')).toContain('ociscope/sample');
    expect(await textOf(webKit, '[role=alert]')).toBe('');
    expect(await textOf(webKit, 'main')).toContain('Usage unavailable in this browser');

    await app.stop();
    await webKit.reload();
    await expect.poll(() => textOf(webKit, 'main')).toContain('ociscope/sample');
    await webKit.run("document.querySelector('main table a').click()");
    await expect.poll(() => textOf(webKit, 'h1')).toBe('Index of 2 platforms');
    await expect.poll(() => textOf(webKit, 'article header')).toContain('digest matches');
  } finally {
    await webKit.close();
    await app.stop();
  }
});

function textOf(webKit: WebKit, selector: string): Promise<string> {
  return webKit.run(`return document.querySelector(${JSON.stringify(selector)})?.textContent ?? ''`);
}

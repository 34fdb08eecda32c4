import { readdir, readFile } from 'node:fs/promises';
import { type Browser, expect, type Page } from 'playwright/test';

/**
 * Kills the process of a page, in which its service worker also runs. Other pages are unaffected, and may start the
 * worker again. Does not use the protocol's `ServiceWorker.stopAllWorkers`, which sometimes stops none and sometimes
 * crashes Chromium.
 */
export async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // The killed process does not answer.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}

/** Does the same for the only page, and checks that the worker is gone with it. */
export async function crashWithWorker(browser: Browser, page: Page): Promise<void> {
  const targets = await browser.newBrowserCDPSession();
  const workers = async () => {
    const { targetInfos } = await targets.send('Target.getTargets');
    return targetInfos.filter(({ type }) => type === 'service_worker').map(({ targetId }) => targetId);
  };
  expect(await workers()).toHaveLength(1);
  await crash(page);
  await expect.poll(workers).toEqual([]);
  await targets.detach();
}

/**
 * Kills all processes of the browser with a profile, at once and without notice, as a power button or `kill -9` does.
 * Data not yet handed to the system is lost.
 */
export async function killBrowser(profile: string): Promise<void> {
  const processes = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(readProcess));
  const parents = new Map(processes.map(({ id, parent }) => [id, parent]));
  const own = new Set(processes.filter(({ command }) => command.includes(profile)).map(({ id }) => id));
  const isOwn = (id: number | undefined): boolean => id !== undefined && (own.has(id) || isOwn(parents.get(id)));
  const doomed = processes.filter(({ id }) => isOwn(id));
  expect(doomed.length).toBeGreaterThan(1);
  for (const { id } of doomed) kill(id);
}

async function readProcess(name: string) {
  const read = (file: string) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '');
  const [command, stat] = await Promise.all([read('cmdline'), read('stat')]);
  // The name of the program, which may contain spaces, is in parentheses.
  const parent = Number(
    stat
      .slice(stat.lastIndexOf(')') + 1)
      .trim()
      .split(' ')[1],
  );
  return { id: Number(name), command, parent: Number.isNaN(parent) ? undefined : parent };
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    // It ended with its parent.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

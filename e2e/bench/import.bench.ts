import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from 'playwright/test';
import { runProgram } from '../../src/testing/servers/runProgram.ts';
import { ImportPage } from '../pages/importPage.ts';
import { startApp } from '../support/app.ts';

/** The smallest Debian system, cached for the next run. */
const root = join(tmpdir(), 'ociscope-root');
/** Maximum growth of the page's process, which also runs its workers, for any file size. */
const mostGrowthBytes = 150_000_000;
const sampleMs = 50;

test.setTimeout(600_000);

test('a Debian system is imported, as a layout and as docker save writes it, plain and in gzip, and the layout exported', async ({
  browser,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-bench-'));
  const app = await startApp();
  try {
    const lines: string[] = [];
    for (const path of await saveRoot(folder)) {
      const { size } = await stat(path);
      const saved = path.endsWith('oci.tar') ? join(folder, 'exported.tar') : undefined;
      const { listMs, importMs, exportMs, growthBytes } = await importOne(browser, app.origin, path, saved);
      if (saved) expect(await digestOf(saved)).toBe(await digestOf(path));
      const megabytes = size / 1e6;
      const rate = (megabytes / importMs) * 1000;
      lines.push(
        `${path.slice(folder.length + 1)}, ${megabytes.toFixed(0)} MB: listed in ${listMs.toFixed(0)} ms, imported in ${importMs.toFixed(0)} ms, ` +
          `${rate.toFixed(0)} MB/s${saved ? `, exported in ${exportMs.toFixed(0)} ms` : ''}; the page's process grew by ${(growthBytes / 1e6).toFixed(0)} MB`,
      );
      expect(growthBytes).toBeLessThan(mostGrowthBytes);
    }
    console.log(`\n${lines.join('\n')}`);
  } finally {
    await app.stop();
    await rm(folder, { recursive: true });
  }
});

/** Also exports the image if a file name is given. */
async function importOne(browser: Browser, origin: string, path: string, saved: string | undefined) {
  const page = await browser.newPage();
  const imports = new ImportPage(page);
  await imports.open(origin);
  const process = await rendererOf(browser);
  const before = await residentBytes(process);
  let most = before;
  const timer = setInterval(
    () => void residentBytes(process).then((bytes) => (most = Math.max(most, bytes))),
    sampleMs,
  );
  const begunAt = performance.now();
  await imports.choose(path);
  await imports.start.waitFor({ timeout: 300_000 });
  const listedAt = performance.now();
  await imports.start.click();
  await imports.result.waitFor({ timeout: 300_000 });
  const doneAt = performance.now();
  if (saved) await exportOne(page, saved);
  const exportMs = performance.now() - doneAt;
  clearInterval(timer);
  await page.close();
  return { listMs: listedAt - begunAt, importMs: doneAt - listedAt, exportMs, growthBytes: most - before };
}

async function exportOne(page: Page, path: string): Promise<void> {
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save file' }).click();
  await (await download).saveAs(path);
}

async function digestOf(archive: string): Promise<string> {
  return (await runProgram('skopeo', ['inspect', '--format', '{{.Digest}}', `oci-archive:${archive}`])).trim();
}

/** `oci-archive` with a gzip layer, `docker-archive` as docker saves it, and that in gzip. */
async function saveRoot(folder: string): Promise<readonly string[]> {
  if (!existsSync(root)) await runProgram('debootstrap', ['--variant=minbase', 'bookworm', root]);
  const image = `${join(folder, 'layout')}:debian`;
  await runProgram('umoci', ['init', '--layout', join(folder, 'layout')]);
  await runProgram('umoci', ['new', '--image', image]);
  await runProgram('umoci', ['insert', '--image', image, root, '/']);
  const [oci, docker] = [join(folder, 'oci.tar'), join(folder, 'docker.tar')];
  const copy = (to: string) => runProgram('skopeo', ['--insecure-policy', 'copy', `oci:${image}`, to]);
  await copy(`oci-archive:${oci}:debian`);
  await copy(`docker-archive:${docker}:debian:12`);
  await runProgram('gzip', ['-k1', docker]);
  return [oci, docker, `${docker}.gz`];
}

/** Returns the process of the last opened page. */
async function rendererOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id));
}

async function residentBytes(process: number): Promise<number> {
  const text = await readFile(`/proc/${process}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}

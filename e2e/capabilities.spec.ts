import { createHash } from 'node:crypto';
import { expect, type Page, test } from 'playwright/test';
import { summaryMessages } from '../src/ui/messages/storage.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type Deployment, readRelease, startDeployment } from './support/deployment.ts';

let deployment: Deployment | undefined;
test.afterEach(async () => {
  await deployment?.remove();
  deployment = undefined;
});

/** Optional features and recent ones, by their paths from the global object. Removed together to save time. */
const optional = [
  'navigator.connection',
  'navigator.share',
  'navigator.userAgentData',
  'navigator.clipboard',
  'navigator.permissions',
  'crypto.randomUUID',
  'Array.fromAsync',
  'Promise.withResolvers',
  'Promise.try',
  'Error.isError',
  'Uint8Array.fromBase64',
  'requestIdleCallback',
  'scheduler',
  'launchQueue',
  'showSaveFilePicker',
  'showOpenFilePicker',
  'FileSystemHandle',
  'document.startViewTransition',
  'HTMLElement.prototype.showPopover',
  'HTMLDialogElement.prototype.requestClose',
  'ReadableStream.prototype.values',
  'document.fonts',
  'TransformStream',
];

/** Features that some browsers, private windows or older versions lack. */
const capabilities = [
  'navigator.storage',
  'navigator.storage.estimate',
  'navigator.storage.persist',
  'navigator.storage.persisted',
  'navigator.locks',
  'navigator.locks.query',
  'navigator.serviceWorker',
  'navigator.onLine',
  'crypto.subtle',
  'BroadcastChannel',
  'CompressionStream',
  'DecompressionStream',
  'WebAssembly',
  'AbortSignal.any',
  'AbortSignal.timeout',
  'structuredClone',
  'localStorage',
  'sessionStorage',
  'indexedDB',
];

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['optional and recent features', optional],
  ...capabilities.map((path): [string, string[]] => [path, [path]]),
];

for (const [name, paths] of cases) {
  test(`without ${name} an image opens, so does its menu, and the storage page lists images or says what is missing`, async ({
    page,
  }) => {
    const { app } = await deployWithout(page, paths);
    const image = new ImagePage(page);
    await image.open(app.origin, await app.sample());
    await expect(image.title).toHaveText('Index of 2 platforms');
    for (const path of paths) expect(await page.evaluate(isThere, path), path).toBe(false);
    await expect(page.getByRole('article').locator('header [data-proof]')).toBeVisible();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Copy digest' }).click();
    await expect(page.getByRole('menu')).toHaveCount(0);
    await page.getByRole('link', { name: 'Storage' }).click();
    await expect(page.getByRole('main')).toContainText('ociscope/sample');
    await expect(page.getByRole('main').getByRole('alert').filter({ hasText: /./ })).toHaveCount(0);
    const words = wordsWithout[name];
    if (words) await expect(page.getByRole('main')).toContainText(words);
  });
}

const wordsWithout: Readonly<Record<string, string>> = {
  'navigator.storage': summaryMessages.unclearPersistence,
  'navigator.storage.persisted': summaryMessages.unclearPersistence,
  'navigator.storage.estimate': summaryMessages.siteUnknown,
  indexedDB: 'doesn’t let this page store anything',
};

/** Removes it from the page, and from the workers by prepending a line to their scripts, which are ordinary files. */
async function deployWithout(page: Page, paths: readonly string[]): Promise<Deployment> {
  const script = paths.map((path) => `(${remove})(${JSON.stringify(path)});\n`).join('');
  await page.addInitScript(script);
  const release = new Map(await readRelease('a'));
  for (const worker of ['sw.js', 'worker.js']) {
    release.set(worker, Buffer.concat([Buffer.from(script), release.get(worker) ?? Buffer.from('')]));
  }
  const hashes = [await readRelease('a'), release].map((files) => integrityOf(files.get('worker.js')));
  release.set('sw.js', Buffer.from(String(release.get('sw.js')).replace(hashes[0] ?? '', hashes[1] ?? '')));
  deployment = await startDeployment(release);
  return deployment;
}

function integrityOf(bytes: Buffer = Buffer.from('')): string {
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}

/** Runs in the page and in the workers. */
function remove(path: string): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let owner: unknown = globalThis;
  for (const name of names) owner = owner === undefined ? undefined : Reflect.get(Object(owner), name);
  for (let at: unknown = owner; at; at = Object.getPrototypeOf(at)) Reflect.deleteProperty(Object(at), last);
}

/** Runs in the page. */
function isThere(path: string): boolean {
  return (
    path.split('.').reduce((owner: unknown, name) => owner && Reflect.get(Object(owner), name), globalThis) !==
    undefined
  );
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type LaunchOptions, type Page } from 'playwright/test';
import { build } from 'vite';
import { startBareServer } from './bareServer.ts';

/** A page with the globals `content` (`src/content`) and `bareStore` (the bare page's store). */
export interface StorePage {
  readonly page: Page;
  close(): Promise<void>;
}

/** With a profile on disk: a context without one keeps its IndexedDB in memory. */
export async function openStorePage(launchOptions: LaunchOptions): Promise<StorePage> {
  const [bare, code, profile] = await Promise.all([
    startBareServer(),
    bundleContent(),
    mkdtemp(join(tmpdir(), 'ociscope-profile-')),
  ]);
  const context = await chromium.launchPersistentContext(profile, launchOptions);
  const page = await context.newPage();
  await page.goto(`${bare.origin}/store.html`);
  await page.addScriptTag({ content: code });
  return {
    page,
    close: async () => {
      await context.close();
      bare.stop();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** `src/content` as one classic script, built like the worker's. */
async function bundleContent(): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      target: 'es2023',
      write: false,
      lib: { entry: 'src/content/index.ts', formats: ['iife'], name: 'content' },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (!chunk) throw new Error('the content store was not built');
  return chunk.code;
}

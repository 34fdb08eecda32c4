import { defineConfig } from 'playwright/test';
import { chromiumFlags, findProgram } from './run/programs.mjs';

const chromium = findProgram('chromium');

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  forbidOnly: true,
  retries: 0,
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./run/playwrightReporter.mjs']],
  use: {
    // `--trace retain-on-failure` shows what happened in a test that fails; for all of them it takes a seventh of the time.
    trace: 'off',
    launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: chromiumFlags },
  },
});

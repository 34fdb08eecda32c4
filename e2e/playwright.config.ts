import { defineConfig } from 'playwright/test';
import { chromiumFlags, findProgram } from './run/programs.mjs';

const chromium = findProgram('chromium');

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  forbidOnly: true,
  retries: 0,
  // One more than cores that may be few: many tests wait for a rate or a limit of the browser.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./run/playwrightReporter.mjs']],
  use: {
    trace: 'retain-on-failure',
    launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: chromiumFlags },
  },
});

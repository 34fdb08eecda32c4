import { defineConfig } from 'playwright/test';
import config from './playwright.config.ts';

export default defineConfig(config, {
  testDir: './bench',
  testMatch: '*.bench.ts',
  timeout: 300_000,
  // A trace records each request twice if a worker answers it, which adds 0.8 ms to the measurement.
  use: { ...config.use, trace: 'off' },
  workers: 1,
  reporter: [['line']],
});

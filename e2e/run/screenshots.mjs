// `npm run screenshots`: builds, and takes the pictures of the README again.
import { spawnSync } from 'node:child_process';
import { requirePrograms } from './programs.mjs';

requirePrograms(['chromium']);
for (const [command, ...args] of [
  ['vite', 'build', '--logLevel', 'warn'],
  ['playwright', 'test', '--config', 'e2e/playwright.config.ts', 'e2e/gallery.spec.ts'],
]) {
  const env = { ...process.env, OCISCOPE_SCREENSHOTS: '1' };
  const { status } = spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

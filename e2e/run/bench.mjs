// `npm run bench`: builds, then measures ociscope against bare pages in one run on real Chromium; prints ratios.
import { spawnSync } from 'node:child_process';
import { requirePrograms } from './programs.mjs';

requirePrograms(['chromium', 'docker-registry', 'skopeo', 'umoci']);
for (const [command, ...args] of [
  ['vite', 'build', '--logLevel', 'warn'],
  ['playwright', 'test', '--config', 'e2e/bench.config.ts'],
]) {
  const { status } = spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

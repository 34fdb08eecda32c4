// `npm test`: all tests, with real programs. The last line has the counts.
import { spawnSync } from 'node:child_process';
import { installPrograms, requirePrograms, webKitPrograms } from './programs.mjs';
import { clearTally, readTally } from './tally.mjs';

requirePrograms(['chromium', 'firefox-esr', 'docker-registry', 'skopeo', 'umoci', 'nginx', 'caddy', 'htpasswd']);
installPrograms(webKitPrograms);

const tallies = [runTests('vitest', 'run', '--reporter=default', '--reporter=./e2e/run/vitestReporter.mjs')];
if (run('vite', 'build', '--logLevel', 'warn') === 0) {
  tallies.push(runTests('playwright', 'test', '--config', 'e2e/playwright.config.ts'));
} else {
  console.error('The app does not build, so its end-to-end tests did not run.');
  tallies.push({ passed: 0, failed: 1, skipped: [] });
}

const sum = (count) => tallies.reduce((total, tally) => total + count(tally), 0);
const passed = sum((tally) => tally.passed);
const failed = sum((tally) => tally.failed);
const skipped = tallies.flatMap((tally) => tally.skipped);
console.log();
for (const line of skipped) console.log(`skipped: ${line}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);

function runTests(runner, ...args) {
  clearTally(runner);
  return readTally(runner, run(runner, ...args));
}

function run(command, ...args) {
  return spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit' }).status;
}

// `npm test`: all tests, with real programs. The last line has the counts.
import { spawn } from 'node:child_process';
import { installPrograms, requirePrograms, webKitPrograms } from './programs.mjs';
import { clearTally, readTally } from './tally.mjs';

requirePrograms(['chromium', 'firefox-esr', 'docker-registry', 'skopeo', 'umoci', 'nginx', 'caddy', 'htpasswd']);
installPrograms(webKitPrograms);

// Side by side: end-to-end tests wait most of their time, and unit tests compute most of theirs.
const tallies = await Promise.all([
  runTests('vitest', 'run', '--reporter=default', '--reporter=./e2e/run/vitestReporter.mjs'),
  runEndToEndTests(),
]);

const sum = (count) => tallies.reduce((total, tally) => total + count(tally), 0);
const passed = sum((tally) => tally.passed);
const failed = sum((tally) => tally.failed);
const skipped = tallies.flatMap((tally) => tally.skipped);
console.log();
for (const line of skipped) console.log(`skipped: ${line}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);

async function runEndToEndTests() {
  if ((await run('vite', 'build', '--logLevel', 'warn')) === 0) {
    return runTests('playwright', 'test', '--config', 'e2e/playwright.config.ts');
  }
  console.error('The app does not build, so its end-to-end tests did not run.');
  return { passed: 0, failed: 1, skipped: [] };
}

async function runTests(runner, ...args) {
  clearTally(runner);
  return readTally(runner, await run(runner, ...args));
}

/** Resolves to the exit code. Unit tests are the faster part, so theirs is the output that waits until they end. */
function run(command, ...args) {
  const waits = command === 'vitest';
  return new Promise((resolve) => {
    const started = spawn('npx', ['--no-install', command, ...args], {
      stdio: ['ignore', waits ? 'pipe' : 'inherit', 'inherit'],
    });
    const output = [];
    started.stdout?.on('data', (chunk) => output.push(chunk));
    started.on('close', (code) => {
      process.stdout.write(Buffer.concat(output));
      resolve(code);
    });
  });
}

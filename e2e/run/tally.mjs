// The counts of a test runner, passed from its reporter to `npm test` in a file, since both print to the same screen.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const folder = new URL('../../.cache/', import.meta.url);
const fileOf = (runner) => new URL(`tally-${runner}.json`, folder);

/** Deletes the last run's counts, so that they are not reported for a runner that dies early. */
export function clearTally(runner) {
  rmSync(fileOf(runner), { force: true });
}

/** `skipped` are lines of title and reason. */
export function writeTally(runner, { passed, failed, skipped }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(runner), JSON.stringify({ passed, failed, skipped }));
}

/** Returns the counts of a runner that ended with `status`. An exit status without a failed test counts as one failure. */
export function readTally(runner, status) {
  let tally = { passed: 0, failed: 0, skipped: [] };
  try {
    tally = JSON.parse(readFileSync(fileOf(runner), 'utf8'));
  } catch (error) {
    console.error(`${runner} ended without a result: ${error.message}`);
    return { ...tally, failed: 1 };
  }
  return { ...tally, failed: Math.max(tally.failed, status === 0 ? 0 : 1) };
}

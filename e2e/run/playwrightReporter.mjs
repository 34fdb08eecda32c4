import { writeTally } from './tally.mjs';

/** Counts tests for `npm test`. A test that did not run because of an earlier failure counts as failed. */
export default class TallyReporter {
  errors = 0;

  onBegin(_config, suite) {
    this.suite = suite;
  }

  onError() {
    this.errors++;
  }

  onEnd() {
    const tally = { passed: 0, failed: this.errors, skipped: [] };
    for (const test of this.suite?.allTests() ?? []) {
      if (test.expectedStatus !== 'skipped' && test.outcome() === 'expected') tally.passed++;
      else if (test.expectedStatus === 'skipped') tally.skipped.push(`${test.title}: ${reasonOf(test)}`);
      else tally.failed++;
    }
    writeTally('playwright', tally);
  }

  printsToStdio() {
    return false;
  }
}

function reasonOf(test) {
  return test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? 'no reason given';
}

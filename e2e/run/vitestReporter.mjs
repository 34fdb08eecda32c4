import { writeTally } from './tally.mjs';

/** Counts tests for `npm test`. A file that does not load and an error outside of tests count as failures. */
export default class TallyReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const tally = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      tally.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (state === 'passed') tally.passed++;
        else if (state === 'skipped') tally.skipped.push(`${test.fullName}: ${note ?? 'no reason given'}`);
        else tally.failed++;
      }
    }
    writeTally('vitest', tally);
  }
}

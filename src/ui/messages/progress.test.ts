import { expect, it } from 'vitest';
import { progressText } from './progress.ts';

it('includes total and rate if known', () => {
  expect(progressText({ done: 45_200_000, total: 95_100_000 }, 12_300_000)).toBe('45.2 MB of 95.1 MB · 12.3 MB/s');
  expect(progressText({ done: 45_200_000 }, undefined)).toBe('45.2 MB');
});

import { expect, it } from 'vitest';
import { formatWait } from './formatDuration.ts';

it.each([
  [1, '1 second'],
  [20_000, '20 seconds'],
  [119_001, '2 minutes'],
  [3_600_000, '60 minutes'],
  [7_200_000, '2 hours'],
  [86_400_000, '24 hours'],
  [259_200_000, '3 days'],
  [1e25, '115,740,740,740,740,740 days'],
])('rounds a wait of %d ms up to %s', (waitMs, text) => {
  expect(formatWait(waitMs)).toBe(text);
});

import { expect, it } from 'vitest';
import { retryAfterMs } from './retryAfter.ts';

const date = 'Mon, 30 Nov 2026 12:00:00 GMT';

it.each([
  ['5', 5000],
  ['Mon, 30 Nov 2026 12:01:00 GMT', 60_000],
  ['Mon, 30 Nov 2026 11:00:00 GMT', 0],
  ['1.5', undefined],
  ['-1', undefined],
  ['May 2001', undefined],
  ['2026-11-30T12:01:00Z', undefined],
  ['Mon, 30 Foo 2026 12:01:00 GMT', undefined],
  ['', undefined],
])('reads Retry-After %j as %j ms', (stated, ms) => {
  expect(retryAfterMs(new Response(null, { headers: { 'retry-after': stated, date } }))).toBe(ms);
});

it('ignores a date without the Date of the response', () => {
  expect(retryAfterMs(new Response(null, { headers: { 'retry-after': date } }))).toBeUndefined();
});

import { expect, it } from 'vitest';
import { sweepIngests } from './sweepIngests.ts';

it('sweeps ingests written long ago, or by a clock that was far ahead', async () => {
  const [now, dayMs] = [new Date('2026-11-24T12:00:00Z'), 86_400_000];
  const status = (ref: string, days: number) => {
    const at = new Date(now.getTime() + days * dayMs);
    return { ref, offset: 0, total: 0, startedAt: at, updatedAt: at };
  };
  const statuses = [status('old', -2), status('young', -0.5), status('soon', 0.5), status('next year', 365)];
  const store = { listStatuses: async () => statuses, abort: async () => undefined };
  expect(await sweepIngests(store, { olderThanMs: dayMs, now: () => now })).toEqual(['old', 'next year']);
});

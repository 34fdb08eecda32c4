import { describe, expect, it } from 'vitest';
import { parseIngests } from './ingests.ts';

describe('parseIngests', () => {
  const time = '2024-01-01T00:00:00.000Z';
  const one = { ref: 'blob-x', offset: 1, total: 0, startedAt: time, updatedAt: time };

  it('skips invalid entries', () => {
    const others = [null, {}, { ...one, offset: -1 }, { ...one, startedAt: 'never' }, { ...one, ref: 7 }];
    expect(parseIngests({ ingests: [...others, { ...one, expected: 'sha256:1' }] })).toEqual([
      { ...one, startedAt: new Date(time), updatedAt: new Date(time), expected: 'sha256:1' },
    ]);
  });

  it.each([null, 7, {}, { ingests: {} }])('returns an empty list for the body %j', (body) => {
    expect(parseIngests(body)).toEqual([]);
  });
});

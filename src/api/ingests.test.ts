import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { formatError } from './errorBody.ts';
import { parseDownloadLine, parseIngests } from './ingests.ts';

describe('parseDownloadLine', () => {
  it('parses progress, the end, and an error with its reason', () => {
    expect(parseDownloadLine('{"offset":5,"total":9}')).toEqual({ offset: 5, total: 9 });
    expect(parseDownloadLine('{"offset":5}')).toEqual({ offset: 5 });
    expect(parseDownloadLine('{"stored":true}')).toEqual({ stored: true });
    const error = new AppError('resource_exhausted', 'full', { reason: 'quota', detail: { bytes: 1 } });
    expect(parseDownloadLine(JSON.stringify({ error: formatError(error) }))).toMatchObject({
      error: { code: 'resource_exhausted', reason: 'quota', detail: { bytes: 1 } },
    });
  });

  it.each(['', '{', 'null', '7', '{"offset":-1}', '{"offset":"5"}', '{"error":{}}', '{"stored":1}'])(
    'returns undefined for %j',
    (text) => {
      expect(parseDownloadLine(text)).toBeUndefined();
    },
  );
});

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

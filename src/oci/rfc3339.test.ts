import { describe, expect, it } from 'vitest';
import { documentFindings, parseRfc3339, zeroTimeMs } from './index.ts';

describe('parseRfc3339', () => {
  it.each([
    ['2026-11-23T21:48:00Z', Date.UTC(2026, 10, 23, 21, 48)],
    ['2026-11-23t21:48:00z', Date.UTC(2026, 10, 23, 21, 48)],
    ['2026-11-23T21:48:00.123456789Z', Date.UTC(2026, 10, 23, 21, 48, 0, 123)],
    ['2026-11-23T21:48:00.5Z', Date.UTC(2026, 10, 23, 21, 48, 0, 500)],
    [`2026-11-23T21:48:00.${'9'.repeat(400)}Z`, Date.UTC(2026, 10, 23, 21, 48, 0, 999)],
    ['2026-11-23T23:48:00+02:00', Date.UTC(2026, 10, 23, 21, 48)],
    ['2026-11-23T15:18:00-06:30', Date.UTC(2026, 10, 23, 21, 48)],
    ['2026-11-23T21:48:00-00:00', Date.UTC(2026, 10, 23, 21, 48)],
    ['1970-01-01T00:00:00Z', 0],
    ['0001-01-01T00:00:00Z', zeroTimeMs],
    ['0099-12-31T00:00:00Z', -59_011_545_600_000],
    ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['2017-01-01T05:29:60+05:30', Date.UTC(2017, 0, 1)],
    ['1985-06-30T23:59:60.5Z', Date.UTC(1985, 6, 1, 0, 0, 0, 500)],
  ])('reads %j', (text, ms) => {
    expect(parseRfc3339(text)).toBe(ms);
  });

  it.each([
    '',
    '5',
    '2026',
    '2026-11-23',
    '2026-11-23T21:48Z',
    '2026-11-23T21:48:00',
    '2026-11-23 21:48:00Z',
    ' 2026-11-23T21:48:00Z',
    '2026-11-23T21:48:00Z\n',
    '2026-11-23T21:48:00.Z',
    '2026-11-23T21:48:00,5Z',
    '2026-11-23T21:48:00+0200',
    '2026-11-23T21:48:00+24:00',
    '2026-11-23T21:48:00+02:60',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T21:60:00Z',
    '2026-11-23T21:48:61Z',
    '2026-11-23T21:48:60Z',
    '10000-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '٢٠٢٦-11-23T21:48:00Z',
    'Mon, 23 Nov 2026 21:48:00 GMT',
    'May 2001',
    '1764000000',
  ])('refuses %j', (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });
});

describe('a time in a document', () => {
  const findings = (created: unknown) =>
    documentFindings(
      'config',
      new TextEncoder().encode(
        JSON.stringify({ created, architecture: 'a', os: 'b', rootfs: { type: 'layers', diff_ids: [] } }),
      ),
    ).map(({ rule, path, severity }) => [path, rule, severity ?? 'broken']);

  it.each(['5', '2026-02-30T00:00:00Z', '', 'soon'])('is reported if it is %j', (created) => {
    expect(findings(created)).toEqual([['created', 'created is an RFC 3339 time', 'broken']]);
  });

  it('is a finding if it is not a string', () => {
    expect(findings(5)).toEqual([['created', 'created is a string', 'broken']]);
  });

  it.each(['2026-11-23T21:48:00Z', '0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z'])(
    'is accepted if it is %j',
    (created) => {
      expect(findings(created)).toEqual([]);
    },
  );
});

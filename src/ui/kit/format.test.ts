import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatExactSize,
  formatRelative,
  formatSize,
  formatStatedTime,
  formatTime,
  shortDigest,
} from './format.ts';

describe('formatting', () => {
  it.each([
    [0, '0 B'],
    [897, '897 B'],
    [999, '999 B'],
    [2100, '2.1 kB'],
    [51_234, '51 kB'],
    [999_999, '1.0 MB'],
    [95_359_767, '95.4 MB'],
    [212_000_000, '212 MB'],
    [2n ** 63n - 1n, '9223 PB'],
  ])('shows %s bytes as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it('keeps every digit of a size beyond 2^53', () => {
    expect(formatExactSize(9007199254740993n)).toBe('9,007,199,254,740,993 bytes');
    expect(formatExactSize(1)).toBe('1 byte');
  });

  it('shortens a digest in the middle and names an algorithm that is not sha256', () => {
    expect(shortDigest(`sha256:4de221eb${'0'.repeat(53)}479`)).toBe('4de221eb…479');
    expect(shortDigest(`sha512:${'a'.repeat(128)}`)).toBe('sha512:aaaaaaaa…aaa');
    expect(shortDigest('nonsense')).toBe('nonsense');
  });

  it('shows times relative to now', () => {
    const now = Date.UTC(2026, 10, 24);
    expect(formatRelative(now - 20_000, now)).toBe('just now');
    expect(formatRelative(now - 120_000, now)).toBe('2 minutes ago');
    expect(formatRelative(now - 86_400_000, now)).toBe('yesterday');
  });

  it.each([
    ['2026-11-23T21:48:00Z', '23 Nov 2026, 21:48 UTC'],
    ['2026-11-23T23:48:00.5+02:00', '23 Nov 2026, 21:48 UTC'],
    ['1970-01-01T00:00:00Z', '1 Jan 1970, 00:00 UTC'],
    ['0099-05-04T03:02:01Z', '4 May 0099, 03:02 UTC'],
    ['9999-12-31T23:59:59Z', '31 Dec 9999, 23:59 UTC'],
    ['0001-01-01T00:00:00Z', 'not set'],
    ['0001-01-01T01:00:00+01:00', 'not set'],
    ['5', '5'],
    ['May 2001', 'May 2001'],
    ['2026-02-30T00:00:00Z', '2026-02-30T00:00:00Z'],
    ['10000-01-01T00:00:00Z', '10000-01-01T00:00:00Z'],
  ])('shows the stated time %j as %j', (stated, shown) => {
    expect(formatStatedTime(stated)).toBe(shown);
  });

  it('returns undefined for text that is not RFC 3339 and for a number out of the range of dates', () => {
    expect(['soon', '5', ''].map((text) => formatTime(text))).toEqual([undefined, undefined, undefined]);
    expect(formatTime(1e300)).toBeUndefined();
    expect(formatTime(-1)).toBe('31 Dec 1969, 23:59 UTC');
  });

  it('shows counts with a singular or plural noun', () => {
    expect(formatCount(1, 'layer')).toBe('1 layer');
    expect(formatCount(1000, 'entry', 'entries')).toBe('1,000 entries');
  });
});

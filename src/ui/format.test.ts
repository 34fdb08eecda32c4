import { describe, expect, it } from 'vitest';
import { formatCount, formatExactSize, formatRelative, formatSize, formatTime, shortDigest } from './format.ts';

describe('what a person reads', () => {
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

  it('says times relative to now', () => {
    const now = Date.UTC(2026, 10, 24);
    expect(formatRelative(now - 20_000, now)).toBe('just now');
    expect(formatRelative(now - 120_000, now)).toBe('2 minutes ago');
    expect(formatRelative(now - 86_400_000, now)).toBe('yesterday');
  });

  it('says no time where there is none', () => {
    expect(formatTime('2026-11-23T21:48:00Z')).toBe('23 Nov 2026, 21:48 UTC');
    expect(formatTime('soon')).toBeUndefined();
  });

  it('counts', () => {
    expect(formatCount(1, 'layer')).toBe('1 layer');
    expect(formatCount(1000, 'entry', 'entries')).toBe('1,000 entries');
  });
});

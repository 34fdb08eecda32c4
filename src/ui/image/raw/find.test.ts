import { describe, expect, it } from 'vitest';
import { findText, firstMatchAfter } from './find.ts';

const exact = { isIndented: false };
const indented = { isIndented: true };

describe('findText', () => {
  it('ignores case and treats every character literally', () => {
    expect(findText('a.B axb', 'A.b', exact).starts).toEqual([0]);
    expect(findText('a[1] (b)* a[1]', 'a[1]', exact).starts).toEqual([0, 10]);
    expect(findText('abc', '', exact).starts).toEqual([]);
  });

  it('matches across white space that the indented layout changes', () => {
    const text = '{"size" :2,"a b":[1]}';
    expect(findText(text, '"size": 2', exact).starts).toEqual([]);
    expect(findText(text, '"size": 2', indented)).toEqual({ starts: [1], ends: [10], isCut: false });
    expect(findText(text, 'a b', indented).starts).toEqual([12]);
    expect(findText(text, 'ab', indented).starts).toEqual([]);
    expect(findText(text, ' ', indented).starts).toEqual([]);
  });

  it('stops at 10,000 matches', () => {
    const found = findText('a'.repeat(20_000), 'a', exact);
    expect([found.starts.length, found.isCut]).toEqual([10_000, true]);
  });

  it.each([
    ['space', ' '.repeat(4_000_000), ': : :'],
    ['marks and space', `${':'.repeat(1000)}${' '.repeat(4_000_000)}`, '::: ::x'],
    ['one letter', 'a'.repeat(4_000_000), `${'a'.repeat(30)}b`],
  ])('reads 4 MiB of %s without going back over it', (_, text, query) => {
    const began = performance.now();
    expect(findText(text, query, indented).starts).toEqual([]);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('returns the first match after an offset', () => {
    const found = findText('a-a-a', 'a', exact);
    expect([0, 1, 4, 5].map((offset) => firstMatchAfter(found, offset))).toEqual([0, 1, 2, 3]);
  });
});

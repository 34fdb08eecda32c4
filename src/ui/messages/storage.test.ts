import { describe, expect, it } from 'vitest';
import type { ContentResponse } from '../../api/index.ts';
import {
  deletedText,
  digestOfIngest,
  evictableBytes,
  formatMegabytes,
  freedText,
  limitProblem,
  limitText,
  readMegabytes,
} from './storage.ts';

const facts: ContentResponse = {
  heldBytes: 0,
  count: 0,
  ingestBytes: 0,
  isOwnLimit: false,
  images: [],
  loose: { count: 0, bytes: 0 },
};

describe('words on what goes', () => {
  it('say what a deletion frees, and what stays for others', () => {
    expect(deletedText({ bytes: 15_400_000, ownBytes: 12_300_000 })).toBe(
      'Frees 12.3 MB that only this image uses; 3.1 MB it shares with others stay.',
    );
    expect(deletedText({ bytes: 5, ownBytes: 5 })).toBe('Frees 5 B. No other image here uses any of it.');
    expect(deletedText({ bytes: 5, ownBytes: 0 })).toBe('Frees nothing yet: other images use all of its 5 B.');
  });

  it('say what went', () => {
    expect(freedText({ count: 5, bytes: 12_300_000 })).toBe('12.3 MB in 5 documents and layers freed.');
    expect(freedText({ count: 1, bytes: 5 })).toBe('5 B in 1 document or layer freed.');
    expect(freedText({ count: 0, bytes: 0 })).toBe('Nothing was freed.');
  });

  it('count of what nothing keeps what no other image uses, and what belongs to none', () => {
    const common = { digest: '', count: 1, repositories: [], tags: [], storedAt: new Date(0), usedAt: new Date(0) };
    const images = [
      { ...common, bytes: 9, ownBytes: 5 },
      { ...common, bytes: 100, ownBytes: 100, kept: 'tagged' as const },
      { ...common, bytes: 3, ownBytes: 0 },
    ];
    expect(evictableBytes({ images, loose: { count: 1, bytes: 7 } })).toBe(12);
  });
});

describe('the limit', () => {
  it('is said with where it comes from', () => {
    expect(limitText({ ...facts, limitBytes: 8_560_000_000 }, 10_700_000_000)).toBe(
      '8.6 GB, 80 % of what the browser allows',
    );
    expect(limitText({ ...facts, limitBytes: 500_000_000, isOwnLimit: true }, 10_700_000_000)).toBe(
      '500 MB, set by you',
    );
    expect(limitText({ ...facts, limitBytes: 500_000_000 }, undefined)).toBe('500 MB');
    expect(limitText(facts, undefined)).toBe('None: this browser does not tell how much it allows');
  });

  it.each([
    ['500', 500_000_000],
    [' 1.5 ', 1_500_000],
    ['0', 0],
    ['', undefined],
    ['12 x', undefined],
    ['-1', undefined],
    ['1,5', undefined],
    ['1e3', undefined],
    ['9999999999', undefined],
  ])('is read from "%s"', (text, bytes) => {
    expect(readMegabytes(text)).toBe(bytes);
  });

  it('is written as it is read', () => {
    expect([500_000_000, 1_500_000, 123_456].map(formatMegabytes)).toEqual(['500', '1.5', '0.123456']);
  });

  it('is refused where it is none, too little, or more than there is', () => {
    expect(limitProblem(undefined, 5)).toBe('Write a number of megabytes, as in 500.');
    expect(limitProblem(999_999, undefined)).toBe('The least is 1 MB.');
    expect(limitProblem(11_000_000, 10_000_000)).toBe('The browser allows 10.0 MB in all.');
    expect([limitProblem(11_000_000, undefined), limitProblem(1_000_000, 1_000_000)]).toEqual(['', '']);
  });
});

it('a download is named by the digest that it is to have, which its ref has too, else by its ref', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(digestOfIngest({ ref: 'x', expected: digest })).toBe(digest);
  expect(digestOfIngest({ ref: `layer-${digest}` })).toBe(digest);
  expect(digestOfIngest({ ref: 'odd' })).toBe('odd');
});

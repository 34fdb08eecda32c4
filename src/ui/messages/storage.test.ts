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

describe('deletedText, freedText and evictableBytes', () => {
  it('state what a deletion frees and what other images share', () => {
    expect(deletedText({ bytes: 15_400_000, ownBytes: 12_300_000 })).toBe(
      'Frees 12.3 MB. 3.1 MB shared with other images stay.',
    );
    expect(deletedText({ bytes: 5, ownBytes: 5 })).toBe('Frees 5 B. No data is shared with other images.');
    expect(deletedText({ bytes: 5, ownBytes: 0 })).toBe('No space freed: all 5 B are shared with other images.');
  });

  it('state what was freed', () => {
    expect(freedText({ count: 5, bytes: 12_300_000 })).toBe('Freed 12.3 MB (5 items).');
    expect(freedText({ count: 1, bytes: 5 })).toBe('Freed 5 B (1 item).');
    expect(freedText({ count: 0, bytes: 0 })).toBe('No space freed.');
  });

  it('sum the unique bytes of unprotected images and of content outside of images', () => {
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
  it('is shown with its origin', () => {
    expect(limitText({ ...facts, limitBytes: 8_560_000_000 }, 10_700_000_000)).toBe(
      "8.6 GB, 80% of the browser's quota",
    );
    expect(limitText({ ...facts, limitBytes: 500_000_000, isOwnLimit: true }, 10_700_000_000)).toBe(
      '500 MB, set by you',
    );
    expect(limitText({ ...facts, limitBytes: 500_000_000 }, undefined)).toBe('500 MB');
    expect(limitText(facts, undefined)).toBe("No limit: this browser doesn't report its quota");
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
  ])('parses "%s"', (text, bytes) => {
    expect(readMegabytes(text)).toBe(bytes);
  });

  it('is formatted as it is parsed', () => {
    expect([500_000_000, 1_500_000, 123_456].map(formatMegabytes)).toEqual(['500', '1.5', '0.123456']);
  });

  it('is rejected if it is not a number, too small, or above the quota', () => {
    expect(limitProblem(undefined, 5)).toBe('Enter a size in MB, e.g. 500');
    expect(limitProblem(999_999, undefined)).toBe('The minimum is 1 MB');
    expect(limitProblem(11_000_000, 10_000_000)).toBe("The browser's quota is 10.0 MB");
    expect([limitProblem(11_000_000, undefined), limitProblem(1_000_000, 1_000_000)]).toEqual(['', '']);
  });
});

it('names a download by its expected digest, the digest in its ref, or its ref', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(digestOfIngest({ ref: 'x', expected: digest })).toBe(digest);
  expect(digestOfIngest({ ref: `layer-${digest}` })).toBe(digest);
  expect(digestOfIngest({ ref: 'odd' })).toBe('odd');
});

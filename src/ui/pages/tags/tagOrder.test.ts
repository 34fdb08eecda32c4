import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortByTime, sortNames, sortTags } from './tagOrder.ts';

const shuffled = <Item>(items: readonly Item[]) =>
  items.toReversed().toSorted((a, b) => String(b).length - String(a).length);

describe('sortTags', () => {
  it.each([
    ['versions', ['latest', '3', '3.22', '3.22.1', '3.22.0', '3.9.10', '3.9.9', '2', '2.10', '2.9', 'edge']],
    ['releases before their prereleases', ['v1.2.0', 'v1.2.0-rc.10', 'v1.2.0-rc.2', 'v1.2.0-beta.1', 'v1.1.9']],
    ['variants after the plain version', ['1.27.0', '1.27.0-alpine', '1.27.0-bookworm', '1.26.5', '1.26.5-alpine']],
    ['dates', ['2026-11-24T10.30', '2026-11-24', '20261123', '2026.11.02', '2025-12-31', 'main']],
    ['dates with a name', ['nightly-20261124', 'nightly-20261101', 'nightly-20251231']],
    ['numbers above the safe integer range', ['99999999999999999999', '9999999999999999999', '1']],
    ['other tags by name', ['10-fold', 'edge', 'main', 'sha-00af', 'sha-9b2c']],
  ])('sorts %s', (_what, tags) => {
    const ordered = [...tags];
    expect(sortTags(shuffled(tags))).toEqual(ordered);
  });

  it('returns every tag it is given', () => {
    const tag = fc.stringMatching(/^[\w][\w.-]{0,20}$/);
    fc.assert(
      fc.property(fc.uniqueArray(tag, { maxLength: 30 }), (tags) => {
        const sorted = sortTags(tags);
        expect([...sorted].sort()).toEqual([...tags].sort());
      }),
    );
  });
});

it('sorts names with their numbers by value', () => {
  expect(sortNames(['a10', 'a9', 'b', 'a'])).toEqual(['a', 'a9', 'a10', 'b']);
});

it('sorts by time, names without one last in their order', () => {
  const times: Readonly<Record<string, number>> = { a: 1, c: 3, d: 2 };
  expect(sortByTime(['x', 'a', 'b', 'c', 'd'], (name) => times[name])).toEqual(['c', 'd', 'a', 'x', 'b']);
});

import { expect, it } from 'vitest';
import { parseEvent } from '../../api/index.ts';
import { storeEventTexts } from '../messages/storeEvents.ts';
import { noEvents, withEvent } from './workerEvents.ts';

const [one, other] = ['1', '2'].map((hex) => `sha256:${hex.repeat(64)}`);
const after = (...events: readonly object[]) =>
  events.flatMap((event) => parseEvent(event) ?? []).reduce(withEvent, noEvents);
const corrupt = (digest = one) => ({ type: 'corrupt', digest });
const repaired = (digest = one) => ({ type: 'healed', digest });

it.each([
  [[], []],
  [[corrupt()], ['1 cached item is corrupt']],
  [[corrupt(), corrupt()], ['1 cached item is corrupt']],
  [[corrupt(), repaired()], ['Re-downloaded 1 corrupt item']],
  [
    [repaired(), repaired(), corrupt(other)],
    ['1 cached item is corrupt', 'Re-downloaded 1 corrupt item'],
  ],
  [[repaired(), repaired(other)], ['Re-downloaded 2 corrupt items']],
  [[corrupt(), corrupt(other)], ['2 cached items are corrupt']],
  [[{ type: 'evicted', digests: 1, bytes: 2_000_000 }], ['Removed 1 item (2.0 MB) to free space']],
  [
    [
      { type: 'evicted', digests: 1, bytes: 1_000_000 },
      { type: 'evicted', digests: 1200, bytes: 33_000_000 },
    ],
    ['Removed 1,201 items (34.0 MB) to free space'],
  ],
])('describes %j as %j', (events, words) => {
  expect(storeEventTexts(after(...events))).toEqual(words);
});

it('is blocked until the store is ready or yielded', () => {
  const states = ['blocked', 'ready', 'blocked', 'yielded'].map((state) => ({ type: 'store', state }));
  expect(states.map((_, index) => after(...states.slice(0, index + 1)).isBlocked)).toEqual([true, false, true, false]);
});

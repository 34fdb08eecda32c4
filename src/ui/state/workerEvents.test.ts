import { expect, it } from 'vitest';
import { parseEvent } from '../../api/index.ts';
import { newsWords } from '../messages/storeEvents.ts';
import { noNews, withEvent } from './workerEvents.ts';

const [one, other] = ['1', '2'].map((hex) => `sha256:${hex.repeat(64)}`);
const after = (...events: readonly object[]) =>
  events.flatMap((event) => parseEvent(event) ?? []).reduce(withEvent, noNews);
const corrupt = (digest = one) => ({ type: 'corrupt', digest });
const healed = (digest = one) => ({ type: 'healed', digest });

it.each([
  [[], []],
  [[corrupt()], ['1 stored document is damaged']],
  [[corrupt(), corrupt()], ['1 stored document is damaged']],
  [[corrupt(), healed()], ['1 damaged document was fetched anew']],
  [
    [healed(), healed(), corrupt(other)],
    ['1 stored document is damaged', '1 damaged document was fetched anew'],
  ],
  [[healed(), healed(other)], ['2 damaged documents were fetched anew']],
  [[corrupt(), corrupt(other)], ['2 stored documents are damaged']],
  [[{ type: 'evicted', digests: 1, bytes: 2_000_000 }], ['1 document (2.0 MB) made way for newer ones']],
  [
    [
      { type: 'evicted', digests: 1, bytes: 1_000_000 },
      { type: 'evicted', digests: 1200, bytes: 33_000_000 },
    ],
    ['1,201 documents (34.0 MB) made way for newer ones'],
  ],
])('after %j a person is told %j', (events, words) => {
  expect(newsWords(after(...events))).toEqual(words);
});

it('the store is held up until it is not', () => {
  const states = ['blocked', 'ready', 'blocked', 'yielded'].map((state) => ({ type: 'store', state }));
  expect(states.map((_, index) => after(...states.slice(0, index + 1)).isBlocked)).toEqual([true, false, true, false]);
});

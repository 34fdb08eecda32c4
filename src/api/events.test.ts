import { expect, it } from 'vitest';
import { parseEvent, type WorkerEvent } from './events.ts';

const digest = `sha256:${'a'.repeat(64)}`;

const events: readonly WorkerEvent[] = [
  { type: 'store', state: 'yielded' },
  { type: 'store', state: 'blocked' },
  { type: 'store', state: 'ready' },
  { type: 'healed', digest },
  { type: 'corrupt', digest },
  { type: 'evicted', digests: 0, bytes: 2 ** 40 },
];

it.each(events)('parses %j and drops unknown fields', (event) => {
  expect(parseEvent({ ...event, more: 1 })).toEqual(event);
});

it.each([
  undefined,
  null,
  'listening',
  7,
  [],
  {},
  { type: 'store' },
  { type: 'store', state: 'gone' },
  { type: 'healed' },
  { type: 'healed', digest: 'sha256:../hosts' },
  { type: 'corrupt', digest: [digest] },
  { type: 'evicted', digests: -1, bytes: 0 },
  { type: 'evicted', digests: 1, bytes: Number.NaN },
  { type: 'evicted', digests: 1.5, bytes: '7' },
  { type: 'of a later release' },
])('returns undefined for %j', (message) => {
  expect(parseEvent(message)).toBeUndefined();
});

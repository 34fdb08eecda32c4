import { expect, it } from 'vitest';
import { staleTagWords } from './staleTag.ts';

it.each([
  ['offline', 'not checked: this device is offline'],
  ['unreachable', 'not checked: ghcr.io can’t be reached'],
  ['tls', 'not checked: ghcr.io can’t be reached'],
  ['server_error', 'not checked: ghcr.io failed to answer'],
  [undefined, 'not checked now'],
] as const)(
  'a tag that is last known for "%s" blames the network of this device only where that is known',
  (reason, words) => {
    expect(staleTagWords('ghcr.io', reason)).toBe(words);
  },
);

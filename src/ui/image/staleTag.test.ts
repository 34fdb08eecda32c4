import { expect, it } from 'vitest';
import { staleTagWords } from './pinnedTag.ts';

it.each([
  ['offline', 'not checked: this device is offline'],
  ['unreachable', 'not checked: ghcr.io is unreachable'],
  ['tls', 'not checked: ghcr.io is unreachable'],
  ['server_error', 'not checked: server error from ghcr.io'],
  [undefined, 'not checked now'],
] as const)('describes a tag that is stale because of "%s" by the known reason only: %s', (reason, words) => {
  expect(staleTagWords('ghcr.io', reason)).toBe(words);
});

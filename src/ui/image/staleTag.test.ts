import { expect, it } from 'vitest';
import { staleTagText } from './pinnedTag.ts';

it.each([
  ['offline', 'not checked: this device is offline'],
  ['unreachable', 'not checked: ghcr.io is unreachable'],
  ['tls', 'not checked: ghcr.io is unreachable'],
  ['server_error', 'not checked: server error from ghcr.io'],
  [undefined, 'not checked now'],
] as const)('returns for a tag that is stale because of "%s" the known reason only: %s', (reason, words) => {
  expect(staleTagText('ghcr.io', reason)).toBe(words);
});

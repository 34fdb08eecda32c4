import { expect, it } from 'vitest';
import type { PageAddress } from '../../../api/index.ts';
import { ranks } from '../../actions/find/rank.ts';
import { typedSection } from './typedAction.ts';

const digest = `sha256:${'a'.repeat(64)}`;

it.each([
  ['alpine:3.22', 'docker.io/library/alpine:3.22', ranks.reference],
  [digest, digest, ranks.reference],
  [`ghcr.io/owner/app@${digest}`, `ghcr.io/owner/app@${digest}`, ranks.reference],
  ['docker pull --platform linux/arm64 alpine', 'docker.io/library/alpine', ranks.reference],
  ['oci://ghcr.io/owner/chart', 'ghcr.io/owner/chart', ranks.reference],
  ['https://app.example/#ghcr.io/owner/app:1&select=config', 'ghcr.io/owner/app:1', ranks.reference],
  ['ghcr.io/owner/app', 'ghcr.io/owner/app', ranks.path],
  ['raw', 'docker.io/library/raw', ranks.guess],
])('offers to open %s', (typed, name, rank) => {
  const section = typedSection(typed, () => {});
  expect(section.actions.map((action) => action.name)).toEqual([name]);
  expect(section.rank).toBe(rank);
});

it.each([
  ['localhost:5081', ['Repositories of localhost:5081', 'docker.io/library/localhost:5081']],
  ['myhost:5000', ['docker.io/library/myhost:5000', 'Repositories of myhost:5000']],
  ['registry.example.com/', ['Repositories of registry.example.com']],
  ['ghcr.io/owner/app:', ['Tags of ghcr.io/owner/app']],
  ['https://registry.example.com/v2/_catalog', ['Repositories of registry.example.com']],
])('returns every meaning of %s, the likeliest first', (typed, names) => {
  expect(typedSection(typed, () => {}).actions.map((action) => action.name)).toEqual(names);
});

it.each(['', '  ', 'expand all', 'No Reference!', '://'])('returns nothing for %j', (typed) => {
  expect(typedSection(typed, () => {}).actions).toEqual([]);
});

it('opens the node that a link of this app names', () => {
  const opened: PageAddress[] = [];
  const section = typedSection('https://app.example/#ghcr.io/owner/app:1&select=config&tab=raw', (address) => {
    opened.push(address);
  });
  section.actions[0]?.run();
  expect(opened).toMatchObject([{ reference: 'ghcr.io/owner/app:1', select: 'config', tab: 'raw' }]);
});

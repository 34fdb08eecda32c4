import { expect, it } from 'vitest';
import type { PageAddress } from '../../../api/index.ts';
import { ranks } from './rank.ts';
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
])('opens %s', (typed, name, rank) => {
  const section = typedSection(typed, () => {});
  expect(section.offers.map((offer) => offer.name)).toEqual([name]);
  expect(section.rank).toBe(rank);
});

it.each([
  ['localhost:5081', ['Repositories of localhost:5081', 'docker.io/library/localhost:5081']],
  ['myhost:5000', ['docker.io/library/myhost:5000', 'Repositories of myhost:5000']],
  ['registry.example.com/', ['Repositories of registry.example.com']],
  ['ghcr.io/owner/app:', ['Tags of ghcr.io/owner/app']],
  ['https://registry.example.com/v2/_catalog', ['Repositories of registry.example.com']],
])('offers all that %s may mean, the likeliest first', (typed, names) => {
  expect(typedSection(typed, () => {}).offers.map((offer) => offer.name)).toEqual(names);
});

it.each(['', '  ', 'expand all', 'No Reference!', '://'])('offers nothing for %j', (typed) => {
  expect(typedSection(typed, () => {}).offers).toEqual([]);
});

it('goes to the node that a link of this app names', () => {
  const gone: PageAddress[] = [];
  const section = typedSection('https://app.example/#ghcr.io/owner/app:1&select=config&tab=raw', (address) => {
    gone.push(address);
  });
  section.offers[0]?.run();
  expect(gone).toMatchObject([{ reference: 'ghcr.io/owner/app:1', select: 'config', tab: 'raw' }]);
});

import { expect, it } from 'vitest';
import { groupByRepository } from './groups.ts';

const digest = `sha256:4de221eb${'0'.repeat(53)}479`;

it('groups images by repository, newest repository first', () => {
  const groups = groupByRepository([
    { reference: 'docker.io/library/alpine:3.22', atMs: 4, digest },
    { reference: 'localhost:5000/app:1', atMs: 3 },
    { reference: `docker.io/library/alpine@${digest}`, atMs: 2, digest },
    { reference: 'docker.io/library/alpine:3.21', atMs: 1 },
  ]);
  expect(groups.map(({ name, entries }) => [name, ...entries.map((entry) => [entry.version, entry.digest])])).toEqual([
    ['docker.io/library/alpine', [':3.22', '4de221eb…479'], ['@4de221eb…479', ''], [':3.21', '']],
    ['localhost:5000/app', [':1', '']],
  ]);
});

it('does not group digests without a repository or invalid references', () => {
  const other = `sha256:${'1'.repeat(64)}`;
  const groups = groupByRepository([
    { reference: digest, atMs: 2 },
    { reference: other, atMs: 1 },
    { reference: '__proto__', atMs: 1 },
    { reference: 'Not A Reference', atMs: 0 },
  ]);
  expect(groups.map(({ name, repository }) => [name, repository])).toEqual([
    ['4de221eb…479', undefined],
    ['11111111…111', undefined],
    ['__proto__', undefined],
    ['Not A Reference', undefined],
  ]);
});

it('shows tag and digest of a reference that has both', () => {
  const [group] = groupByRepository([{ reference: `docker.io/library/alpine:3@${digest}`, atMs: 1, digest }]);
  expect(group?.entries[0]).toMatchObject({ version: ':3@4de221eb…479', digest: '' });
});

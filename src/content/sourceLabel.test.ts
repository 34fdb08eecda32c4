import { describe, expect, test } from 'vitest';
import { appendSource, hasSource, listSources, sourceLabel } from './sourceLabel.ts';

const key = 'containerd.io/distribution.source.quay.io';
const repository = { host: 'quay.io', name: 'a/b' };

describe('the source label', () => {
  test('is named for the host', () => {
    expect(sourceLabel(repository)).toBe(key);
    expect(sourceLabel({ host: 'localhost:5000', name: 'a' })).toBe('containerd.io/distribution.source.localhost:5000');
  });

  test('is that of docker.io without a host', () => {
    expect(sourceLabel({ host: '', name: 'a' })).toBe('containerd.io/distribution.source.docker.io');
  });

  test.each([
    ['nothing', undefined, 'b', 'b'],
    ['an empty value', '', 'b', 'b'],
    ['others, sorted', 'c,a', 'b', 'a,b,c'],
    ['itself, once', 'a,b,b', 'b', 'a,b'],
    ['values with gaps', ',a,,c,', 'b', 'a,b,c'],
  ])('adds a repository to %s', (_what, value, name, expected) => {
    expect(appendSource(value, name)).toBe(expected);
  });
});

describe('a repository', () => {
  test.each([
    [{ [key]: 'a/b' }, true],
    [{ [key]: 'a,a/b,c' }, true],
    [{ [key]: 'a/bc,x/a/b' }, false],
    [{ 'containerd.io/distribution.source.ghcr.io': 'a/b' }, false],
    [{}, false],
  ])('is a source by its full name and host: %o → %s', (labels, expected) => {
    expect(hasSource(labels, repository)).toBe(expected);
  });

  test('is listed for each host and name; other labels are not', () => {
    const labels = { [key]: 'a/b,c', 'containerd.io/distribution.source.localhost:5000': 'd', 'ociscope/pinned': 'e' };
    expect(listSources(labels)).toEqual([
      { host: 'quay.io', name: 'a/b' },
      { host: 'quay.io', name: 'c' },
      { host: 'localhost:5000', name: 'd' },
    ]);
  });
});

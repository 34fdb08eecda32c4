import { expect, it } from 'vitest';
import { nearTags } from './nearTags.ts';

it.each<[string, readonly string[], readonly string[]]>([
  ['1.4.9', ['1.4.3', '2.0.0', '1.4.2', 'latest', 'edge'], ['1.4.3', '1.4.2']],
  ['V1.0', ['v1.0', 'v1.1', 'main'], ['v1.0', 'v1.1']],
  ['1.27', ['1.27.0-alpine', '1.27.0', '1.26.0'], ['1.27.0', '1.27.0-alpine', '1.26.0']],
  ['1.27.0-alpine', ['1.27.0', '1.27.0-bookworm', 'x'], ['1.27.0', '1.27.0-bookworm']],
  ['lastest', ['latest', 'stable'], ['latest']],
  ['latest', ['edge', 'sha-9b2c'], []],
  ['3', ['4', '5', 'main'], []],
  ['a', ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'], ['a1', 'a2', 'a3', 'a4', 'a5']],
  ['latest', [], []],
])('finds the tags nearest to %s in %j: %j', (requested, tags, near) => {
  expect(nearTags(requested, tags)).toEqual(near);
});

it('compares at most the maximum length of a tag', () => {
  expect(nearTags('x'.repeat(128), ['y'.repeat(1_000_000)])).toEqual([]);
});

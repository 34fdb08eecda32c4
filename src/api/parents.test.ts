import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseParents } from './parents.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const bare = {
  digest,
  size: 7,
  repositories: [{ host: 'ghcr.io', name: 'a/b' }],
  tags: [
    { host: 'ghcr.io', name: 'a/b', tag: 'v1', platform: 'linux/amd64' },
    { host: 'ghcr.io', name: 'a/b', tag: 'v2' },
  ],
  seenAt: '2026-01-02T03:04:05.000Z',
};
const place = { mediaType: 'application/x', artifactType: 'application/y', path: 'layers/2', count: 3 };
const facts = { ...bare, seenAt: new Date('2026-01-02T03:04:05Z') };

describe('parseParents', () => {
  it('returns the position of the digest in each parent, if known', () => {
    const platform = 'linux/arm64';
    expect(parseParents({ parents: [{ ...bare, ...place, platform }, { ...bare, ...place }, bare], more: 4 })).toEqual({
      parents: [{ ...facts, place: { ...place, platform } }, { ...facts, place }, facts],
      more: 4,
    });
  });

  it.each([
    null,
    7,
    [],
    { ...bare, digest: undefined },
    { ...bare, digest: 'javascript:alert(1)' },
    { ...bare, seenAt: 'never' },
  ])('skips the invalid parent %j', (parent) => {
    expect(parseParents({ parents: [parent, bare] }).parents).toEqual([facts]);
  });

  it.each([
    [{ size: -1 }, { size: 0 }],
    [{ size: '7' }, { size: 0 }],
    [{ repositories: [null, { host: 'a' }, ...bare.repositories] }, {}],
    [{ repositories: 'a' }, { repositories: [] }],
    [{ tags: [7, { host: 'ghcr.io', name: 'a/b' }, { tag: 'v1' }, { ...bare.tags[1], tag: 8 }, ...bare.tags] }, {}],
    [{ tags: [{ ...bare.tags[1], platform: 7 }] }, { tags: [bare.tags[1]] }],
    [{ tags: undefined }, { tags: [] }],
    [{ ...place, path: 7 }, {}],
    [{ ...place, mediaType: null }, {}],
    [{ ...place, count: 1.5, artifactType: 8, platform: {} }, { place: { ...place, count: 0, artifactType: '' } }],
  ])('drops or defaults invalid fields: %j', (odd, left) => {
    expect(parseParents({ parents: [{ ...bare, ...odd }] }).parents).toEqual([{ ...facts, ...left }]);
  });

  it('returns an empty list for any other body', () => {
    const none = { parents: [], more: 0 };
    for (const body of [null, undefined, 'x', [], {}, { parents: {}, more: 'many' }, { parents: null, more: -3 }]) {
      expect(parseParents(body)).toEqual(none);
    }
    fc.assert(fc.property(fc.jsonValue(), (body) => Array.isArray(parseParents(body).parents)));
  });
});

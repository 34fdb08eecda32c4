import { describe, expect, it } from 'vitest';
import type { HeldImage } from '../../../api/index.ts';
import { mediaTypes } from '../../../oci/index.ts';
import { describeImages, filterImages, type ImageOrder, imageOrders, isImageOrder } from './storedImages.ts';

const digest = (index: number) => `sha256:${String(index).padStart(64, '0')}`;
const alpine = { host: 'docker.io', name: 'library/alpine' };

describe('an image', () => {
  it('is named by its first tag and opens by its digest', () => {
    expect(described({ tags: ['docker.io/library/alpine:3.20', 'docker.io/library/alpine:3'] })).toMatchObject({
      name: 'docker.io/library/alpine:3.20',
      reference: 'docker.io/library/alpine:3.20',
      link: `docker.io/library/alpine@${digest(1)}`,
      also: 'also 3',
    });
  });

  it('without a tag is named by repository and digest, or by its digest alone', () => {
    expect(described({})).toMatchObject({
      name: 'docker.io/library/alpine@00000000…001',
      reference: `docker.io/library/alpine@${digest(1)}`,
      also: '',
    });
    expect(described({ repositories: [] })).toMatchObject({ name: '00000000…001', link: digest(1) });
  });

  it('lists its other tags, those of other repositories with the repository', () => {
    const tags = ['1', '2', '3', '4', '5', '6'].map((tag) => `docker.io/library/alpine:${tag}`);
    const repositories = [alpine, { host: 'ghcr.io', name: 'a/b' }];
    expect(described({ tags, repositories }).also).toBe('also 2, 3, 4 and 2 more tags · in 1 more repository');
    expect(described({ tags: ['localhost:5000/a:1', 'ghcr.io/a/b:1', 'localhost:5000/a:2'] }).also).toBe(
      'also ghcr.io/a/b:1, 2',
    );
  });

  it.each<[string, Partial<HeldImage>]>([
    ['Image', { mediaType: mediaTypes.ociManifest, artifactType: mediaTypes.ociConfig }],
    ['Index of 16 entries', { mediaType: mediaTypes.ociIndex, artifactType: '', entries: 16 }],
    ['Index of 1 entry', { mediaType: mediaTypes.ociIndex, entries: 1 }],
    ['Helm chart', { mediaType: mediaTypes.ociManifest, artifactType: 'application/vnd.cncf.helm.config.v1+json' }],
    ['Artifact', { mediaType: mediaTypes.ociManifest, artifactType: 'application/vnd.example' }],
    ['Manifest, not read yet', {}],
  ])('is described as %s', (type, facts) => {
    expect(described(facts).type).toBe(type);
  });

  it('prefers the title it was saved with', () => {
    const opened = { reference: 'x', atMs: 0, title: 'Index of 8 platforms', digest: digest(1) };
    const [row] = describeImages([image(1, {})], [], [opened]);
    expect(row?.type).toBe('Index of 8 platforms');
    const [untitled] = describeImages([image(1, {})], [], [{ reference: 'x', atMs: 0, digest: digest(1) }]);
    expect(untitled?.type).toBe('Manifest, not read yet');
  });

  it('is marked as available offline unless it is pinned too', () => {
    const offline = { reference: 'x', atMs: 0, digest: digest(1) };
    expect(describeImages([image(1, { kept: 'pinned' })], [], [], [offline])[0]?.protection).toBe('offline');
    expect(describeImages([image(1, { kept: 'pinned' })], [offline], [], [offline])[0]?.protection).toBe('pinned');
  });

  it('is pinned by its digest, a reference by digest, or a tag last seen pointing to it', () => {
    const tags = ['docker.io/library/alpine:3.20'];
    const pinsOf = (reference: string, tagDigest?: string) => {
      const pin = { reference, atMs: 0, ...(tagDigest ? { digest: tagDigest } : {}) };
      return describeImages([image(1, { tags })], [pin], [])[0];
    };
    expect(pinsOf('ghcr.io/a:1', digest(1))).toMatchObject({
      protection: 'pinned',
      pins: [{ reference: 'ghcr.io/a:1' }],
    });
    expect(pinsOf(`ghcr.io/a@${digest(1)}`)?.protection).toBe('pinned');
    expect(pinsOf(digest(1))?.protection).toBe('pinned');
    expect(pinsOf('docker.io/library/alpine:3.20', digest(2))?.protection).toBe('pinned');
    expect(pinsOf('docker.io/library/alpine:3.21', digest(2))).toMatchObject({ protection: undefined, pins: [] });
  });

  it('that was unpinned is shown so even if the worker still reports it as pinned', () => {
    expect(described({ kept: 'pinned' }).protection).toBeUndefined();
    expect(described({ kept: 'tagged' }).protection).toBe('tagged');
  });
});

describe('images', () => {
  const rows = describeImages(
    [
      image(1, { usedAt: new Date(3), bytes: 10, ownBytes: 10, tags: ['a/b:v10'], kept: 'tagged' }),
      image(2, { usedAt: new Date(1), bytes: 40, ownBytes: 0, tags: ['a/b:v9'] }),
      image(3, { usedAt: new Date(2), bytes: 20, ownBytes: 15, tags: ['a/b:v1'], kept: 'recent' }),
      image(4, { usedAt: new Date(4), bytes: 30, ownBytes: 5, tags: ['z:1'] }),
      image(5, { usedAt: new Date(0), bytes: 1, ownBytes: 1, tags: ['y:1'] }),
    ],
    [{ reference: 'y:1', atMs: 0 }],
    [],
  );
  const order = (name: ImageOrder) =>
    rows.toSorted(imageOrders[name]).map(({ image }) => Number(image.digest.slice(-1)));

  it('are sorted in each order', () => {
    expect(order('recent')).toEqual([4, 1, 3, 2, 5]);
    expect(order('next')).toEqual([2, 4, 3, 1, 5]);
    expect(order('largest')).toEqual([2, 4, 3, 1, 5]);
    expect(order('unique')).toEqual([3, 1, 4, 5, 2]);
    expect(order('name')).toEqual([3, 2, 1, 5, 4]);
    expect(['largest', 'toString', ''].map(isImageOrder)).toEqual([true, false, false]);
  });

  it('are found by tag, repository, digest and type', () => {
    const found = (search: string) => filterImages(rows, search).length;
    expect(['', '  ', 'V9', 'library/ALPINE', digest(3), '0004', 'not read', 'nothing'].map(found)).toEqual([
      5, 5, 1, 5, 1, 1, 5, 0,
    ]);
  });
});

function described(facts: Partial<HeldImage>) {
  const [row] = describeImages([image(1, facts)], [], []);
  if (!row) throw new Error('no row');
  return row;
}

function image(index: number, facts: Partial<HeldImage>): HeldImage {
  return {
    digest: digest(index),
    bytes: 100,
    ownBytes: 50,
    count: 3,
    repositories: [alpine],
    tags: [],
    storedAt: new Date(0),
    usedAt: new Date(0),
    ...facts,
  };
}

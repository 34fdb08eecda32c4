import { describe, expect, it } from 'vitest';
import { mediaTypes } from '../../oci/index.ts';
import { moreRepositories, namesOf, parentKind, placeInParent } from './usedByText.ts';

const place = { mediaType: mediaTypes.ociManifest, artifactType: '', path: 'layers/2', count: 7 };
const artifact = (artifactType: string) => ({ ...place, artifactType });

it.each([
  [{ ...place, mediaType: mediaTypes.ociIndex }, '', 'Index'],
  [artifact(mediaTypes.ociConfig), '', 'Image'],
  [place, '', 'Image'],
  [artifact(mediaTypes.ociConfig), mediaTypes.inToto, 'Attestation'],
  [artifact('application/vnd.cncf.helm.config.v1+json'), '', 'Helm chart'],
  [artifact('application/x-own'), '', 'Artifact'],
  [undefined, '', 'Manifest'],
])('parentKind returns for %j over "%s" "%s"', (of, childType, word) => {
  expect(parentKind(of, childType)).toBe(word);
});

it.each([
  [{ path: 'config' }, 'config'],
  [{ path: 'subject', count: 0 }, 'subject'],
  [{}, 'layer 3 of 7'],
  [{ path: 'blobs/0', count: 1 }, 'blob 1 of 1'],
  [{ path: 'manifests/1', platform: 'linux/arm/v7' }, 'linux/arm/v7 entry'],
  [{ path: 'manifests/1', platform: 'unknown/unknown' }, 'entry 2 of 7'],
  [{ path: 'manifests/1233', count: 5000 }, 'entry 1,234 of 5,000'],
])('placeInParent returns for %j "%s"', (of, words) => {
  expect(placeInParent({ ...place, ...of })).toBe(words);
});

it('moreRepositories counts the repositories that are not named', () => {
  expect([0, 1, 2].map(moreRepositories)).toEqual(['', '1 more repository', '2 more repositories']);
});

describe('namesOf', () => {
  const [hub, own] = [
    { host: 'docker.io', name: 'library/alpine' },
    { host: 'localhost:5000', name: 'team/app' },
  ];

  it('returns familiar names, each repository once, and the platform', () => {
    const tags = [
      { ...hub, tag: '3.20' },
      { ...own, tag: '1.4', platform: 'linux/amd64' },
      { ...own, tag: 'latest', platform: 'linux/amd64' },
    ];
    expect(namesOf(tags)).toEqual({
      names: [
        { text: 'alpine:3.20', reference: 'docker.io/library/alpine:3.20' },
        { text: 'localhost:5000/team/app:1.4', reference: 'localhost:5000/team/app:1.4' },
        { text: ':latest', reference: 'localhost:5000/team/app:latest' },
      ],
      more: 0,
      platform: 'linux/amd64',
    });
  });

  it('returns three names and the number of others', () => {
    const tags = Array.from({ length: 9 }, (_, index) => ({ ...own, tag: `v${index}`, platform: 'unknown/unknown' }));
    const { names, more, platform } = namesOf(tags);
    expect([names.length, more, platform]).toEqual([3, 6, undefined]);
  });

  it('returns no names without tags', () => {
    expect(namesOf([])).toEqual({ names: [], more: 0, platform: undefined });
  });
});

import { expect, it } from 'vitest';
import { mediaTypes } from '../../oci/index.ts';
import { otherRepositories, parentKind, placeInParent } from './usedByWords.ts';

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
])('what a parent is: %j over "%s" is "%s"', (of, childType, word) => {
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
])('what a digest is in its parent: %j is "%s"', (of, words) => {
  expect(placeInParent({ ...place, ...of })).toBe(words);
});

it('repositories beside the one that is named are counted', () => {
  expect([0, 1, 2, 3].map(otherRepositories)).toEqual(['', '', ' and 1 more repository', ' and 2 more repositories']);
});

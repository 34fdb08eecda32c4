import { expect, it } from 'vitest';
import { mediaTypes, parseManifest } from '../../oci/index.ts';
import { isOpenAtFirst, pathsTo } from './openPaths.ts';

const digestOf = (number: number) => `sha256:${String(number).padStart(64, '0')}`;
const index = parseManifest(
  mediaTypes.ociIndex,
  new TextEncoder().encode(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests: [1, 2, 3].map((number) => ({
        mediaType: mediaTypes.ociManifest,
        digest: digestOf(number),
        size: 2,
        ...(number === 3
          ? {
              annotations: {
                'vnd.docker.reference.type': 'attestation-manifest',
                'vnd.docker.reference.digest': digestOf(2),
              },
            }
          : {}),
      })),
    }),
  ),
);

it('opens the platform that the selected attestation is about', () => {
  expect([...pathsTo('manifests/2/layers/0', new Map(), index).keys()].sort()).toEqual([
    '',
    'manifests/1',
    'manifests/2',
    'manifests/2/layers',
  ]);
  expect(isOpenAtFirst('manifests/1', 'manifests/2', index)).toBe(true);
  expect(isOpenAtFirst('manifests/0', 'manifests/2', index)).toBe(false);
});

it('opens the ancestors of any other node', () => {
  expect([...pathsTo('manifests/0', new Map(), index).keys()]).toEqual(['']);
  expect(isOpenAtFirst('manifests/1', 'manifests/0', index)).toBe(false);
});

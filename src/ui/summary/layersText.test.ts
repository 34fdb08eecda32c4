import { describe, expect, it } from 'vitest';
import { mediaTypes, parseManifest } from '../../oci/index.ts';
import { layersText } from './layersText.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

function sizeOf(sizes: readonly (number | undefined)[]) {
  const layers = sizes.map((size) => ({
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest,
    ...(size === undefined ? {} : { size }),
  }));
  const document = { schemaVersion: 2, config: { mediaType: mediaTypes.ociConfig, digest, size: 2 }, layers };
  return layersText(parseManifest(mediaTypes.ociManifest, new TextEncoder().encode(JSON.stringify(document))));
}

describe('the size of an image', () => {
  it.each([
    ['is that of its layers', [30, 12], { bytes: 42n, text: 'in 2 layers' }],
    ['is that of one layer', [30], { bytes: 30n, text: 'in 1 layer' }],
    [
      'is unknown if one size is invalid',
      [30_000_000, -1],
      { bytes: 30_000_000n, text: 'in 1 of 2 layers, total unknown' },
    ],
    ['is not stated if all sizes are invalid', [-1, -2], { bytes: undefined, text: 'total of 2 layers not stated' }],
    ['is undefined without layers', [], undefined],
  ])('%s', (_what, sizes, expected) => {
    expect(sizeOf(sizes)).toEqual(expected);
  });

  it('is undefined for an index, which has no layers', () => {
    const index = parseManifest(mediaTypes.ociIndex, new TextEncoder().encode('{"schemaVersion":2,"manifests":[]}'));
    expect(layersText(index)).toBeUndefined();
  });
});

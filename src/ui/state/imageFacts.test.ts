import { expect, it } from 'vitest';
import { type ImageConfig, type Manifest, mediaTypes, parseImageConfig, parseManifest } from '../../oci/index.ts';
import { imageFacts } from './imageFacts.ts';

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;

it('reads the platform of an image from its config, and the total size of its layers', () => {
  expect(facts(image(10, 20), { config: config('arm64') })).toEqual({ platforms: ['linux/arm64'], layerBytes: 30 });
  expect(facts(image(10, 20))).toEqual({ layerBytes: 30 });
  expect(facts(image())).toEqual({});
});

it('reads the platforms of an index once each, without attestations, and the size of its first loaded image', () => {
  const index = indexOf(
    entry('1', 'amd64'),
    entry('2', 'arm64'),
    entry('3', 'arm64'),
    entry('4', 'unknown', { 'vnd.docker.reference.type': 'attestation-manifest' }),
  );
  const platforms = ['linux/amd64', 'linux/arm64'];
  expect(facts(index)).toEqual({ platforms });
  const loaded = new Map([[digestOf('2'), image(5)]]);
  expect(facts(index, { loaded })).toEqual({ platforms, layerBytes: 5, sizedPlatform: 'linux/arm64' });
});

it('states nothing of other documents, of entries without a platform and of very long indexes', () => {
  expect(facts(undefined)).toEqual({});
  expect(facts(indexOf({ mediaType: mediaTypes.ociManifest, digest: digestOf('1'), size: 1 }))).toEqual({});
  expect(facts(indexOf(...Array.from({ length: 41 }, () => entry('1', 'amd64'))))).toEqual({});
});

function facts(
  manifest: Manifest | undefined,
  { config, loaded }: { readonly config?: ImageConfig; readonly loaded?: ReadonlyMap<string, Manifest> } = {},
) {
  return imageFacts({
    root: { manifest },
    configOf: () => config,
    documentOf: ({ descriptor }) => {
      const found = loaded?.get(descriptor?.digest ?? '');
      // Only the manifest is read.
      return found && ({ manifest: found } as never);
    },
  });
}

function image(...sizes: readonly number[]): Manifest {
  const layers = sizes.map((size, index) => ({
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: digestOf(`${index}`),
    size,
  }));
  const config = { mediaType: mediaTypes.ociConfig, digest: digestOf('c'), size: 2 };
  return parse(mediaTypes.ociManifest, { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers });
}

function indexOf(...manifests: readonly object[]): Manifest {
  return parse(mediaTypes.ociIndex, { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests });
}

function entry(digit: string, architecture: string, annotations: object = {}) {
  const platform = { os: architecture === 'unknown' ? 'unknown' : 'linux', architecture };
  return { mediaType: mediaTypes.ociManifest, digest: digestOf(digit), size: 1, platform, annotations };
}

function config(architecture: string): ImageConfig {
  return parseImageConfig(new TextEncoder().encode(JSON.stringify({ os: 'linux', architecture })));
}

function parse(mediaType: string, document: object): Manifest {
  return parseManifest(mediaType, new TextEncoder().encode(JSON.stringify(document)));
}
